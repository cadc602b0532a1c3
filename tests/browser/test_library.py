"""Pictures dropped on their list, described, found again: by mouse or keyboard, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from briefings.models import Image
from tests import factories as make
from tests.browser.axe import violations, violations_in

pytestmark = pytest.mark.django_db(transaction=True)
IMAGES = "/admin/briefings/image/"
DROP = """([form, name, bytes]) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(bytes)], name))
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }))
}"""


def test_pictures_are_uploaded_and_described(desk):
    desk.goto(IMAGES)
    form = desk.locator("form[data-upload]")
    files = [
        ("quay.jpg", make.jpeg(600, 400)),
        ("drawing.svg", b"<svg/>"),
        ("again.jpg", make.jpeg(600, 400)),
    ]
    desk.get_by_label("Add several").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in files]
    )
    expect(form.get_by_text("SVG drawings and web pages")).to_be_visible()
    expect(form.locator("li", has_text="again.jpg")).to_contain_text("quay is here already: use it")
    expect(form.get_by_role("status")).to_have_text("Arrived: 1. Here already: 1. Refused: 1.")
    desk.evaluate(DROP, [form.element_handle(), "crane.jpg", list(make.jpeg(90, 60, "navy"))])
    expect(form.get_by_role("status")).to_have_text("Arrived: 2. Here already: 1. Refused: 1.")
    assert violations(desk) == []
    desk.get_by_role("link", name="Say what they show and whose they are").press("Enter")
    expect(desk.get_by_role("heading", name="What is to be said of each")).to_be_visible()
    assert violations(desk) == []
    for number, alt in enumerate(("A quay", "A crane")):
        desk.fill(f"#id_form-{number}-alt", alt)
        desk.fill(f"#id_form-{number}-credit", "Ana Reyes")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".messagelist li")).to_be_visible()
    assert sorted(Image.objects.values_list("alt", "credit")) == [
        ("A crane", "Ana Reyes"),
        ("A quay", "Ana Reyes"),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit_a_phone(desk, theme):
    image = make.image("A picture of a harbour with a long name that has to find room", 600, 400)
    make.briefing(image=image)
    image.former_files.create(file=image.file.name, digest="1" * 64, size=4000, width=600, height=400)
    desk.emulate_media(color_scheme=theme)
    for address in (IMAGES, f"{IMAGES}{image.pk}/change/", f"{IMAGES}describe/?ids={image.pk}"):
        for width in (1280, 360):
            desk.set_viewport_size({"width": width, "height": 800})
            desk.goto(address)
            assert violations_in(theme, desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth") <= width
            desk.screenshot(
                path=f"/tmp/lib-{theme}-{width}-{address.strip('/').split('/')[-1][:8].strip('?=')}.png",
                full_page=True,
            )
