"""Writing and publishing in a browser: the editors, the counts, the rows; accessible, and silent on the console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from briefings.models import Briefing, BriefingPart, Credit, Image, Publication
from tests import factories as make
from tests.browser.axe import violations, violations_in
from tests.browser.desks import ADD, editor_of, part
from tests.subscriptions.people import mailing_list

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_briefing_is_written_counted_and_published(desk):
    desk.goto(ADD)
    desk.fill("#id_title", "조선소가 흑자로 돌아섰다")
    editor_of(desk, "What Happened").click()
    desk.keyboard.insert_text("수출이 5월에 늘었다.")
    desk.keyboard.press("Enter")
    desk.keyboard.type("The quota was met.")
    expect(part(desk, "What Happened").locator("[data-words]")).to_have_text("7")
    editor_of(desk, "Implication").click()
    desk.keyboard.type("Employment ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("will")
    desk.keyboard.press("Control+b")
    desk.keyboard.insert_text(" 늘어난다.")
    editor_of(desk, "Context").click()
    desk.keyboard.type("A quota of 2019.")
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("button", name="Publish all the same").click()
    expect(desk.get_by_text("See it on the site")).to_be_visible()
    said = {part.key: part.html for part in Publication.objects.get().says.parts}
    assert said["what-happened"] == "<ul><li>수출이 5월에 늘었다.</li><li>The quota was met.</li></ul>"
    assert said["implication"] == "<p>Employment <strong>will</strong> 늘어난다.</p>"


def test_what_keeps_it_from_being_published_is_linked_to_its_editor(desk):
    desk.goto(ADD)
    desk.fill("#id_title", "Yards")
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("link", name="“Implication” is required and empty.").click()
    expect(editor_of(desk, "Implication")).to_be_focused()
    desk.keyboard.type("Found at once.")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert BriefingPart.objects.get(key="implication").body == "<p>Found at once.</p>"


def test_a_text_too_long_is_told(desk):
    desk.goto(ADD)
    editor_of(desk, "Implication").click()
    desk.keyboard.insert_text("word " * 251)
    count = part(desk, "Implication").locator("[data-count]")
    expect(count).to_contain_text("251 words of at most 250")
    expect(count.get_by_text("too long")).to_be_visible()


def test_only_bullets_are_pasted_into_bullets(desk):
    desk.goto(ADD)
    paste(
        desk,
        "What Happened",
        "<h2>Big</h2><p>One <b>bold</b></p><ol><li><p>Two</p></li></ol><table><tr><td>x</table>",
    )
    html = desk.locator("#id_parts-0-body").input_value()
    assert "<strong>bold</strong>" in html
    assert set(re.findall(r"<(\w+)", html)) <= {"ul", "li", "strong", "br"}


def test_what_a_word_processor_pastes_is_mended(desk):
    desk.goto(ADD)
    word = (
        "<p class=MsoNormal>See it<a href='file:///x.doc#_ftn1' name='_ftnref1'>[1]</a>.</p>"
        "<p class=MsoListParagraph style='mso-list:l0'><span style='mso-list:Ignore'>·</span>First</p>"
        "<p class=MsoListParagraph style='mso-list:l0'><span style='mso-list:Ignore'>·</span>Second</p>"
        "<img src='file:///C:/x.png'>"
        "<div style='mso-element:footnote'><p><a name='_ftn1'>[1]</a> Source: the ministry.</p></div>"
    )
    paste(desk, "Implication", word)
    html = desk.locator("#id_parts-1-body").input_value()
    assert 'data-note="Source: the ministry."' in html
    assert "<li><p>First</p></li><li><p>Second</p></li>" in html
    assert "file:" not in html and "<img" not in html


def test_bold_by_style_alone_stays_bold(desk):
    desk.goto(ADD)
    pasted = (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> and '
        '<span style="color:red;font-style:italic">slanted</span></p></b>'
    )
    paste(desk, "Implication", pasted)
    html = desk.locator("#id_parts-1-body").input_value()
    assert html == "<p><strong>Bold</strong> and <em>slanted</em></p>"


def paste(page: Page, heading: str, html: str) -> None:
    editor_of(page, heading).click()
    editor_of(page, heading).evaluate(
        """(box, html) => { const data = new DataTransfer(); data.setData('text/html', html)
           box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }""",
        html,
    )


def test_links_and_footnotes_are_asked_for(desk):
    desk.goto(f"/admin/briefings/briefing/{make.briefing(publish=False).pk}/change/")
    editor_of(desk, "Implication").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+k")
    desk.get_by_role("combobox", name="Search for a piece").fill("example.org/report")
    desk.keyboard.press("Enter")
    part(desk, "Implication").get_by_role("button", name="Footnote").click()  # all is still selected
    desk.get_by_role("dialog").get_by_label("Footnote").fill("Table 3.")
    desk.get_by_role("button", name="Apply").click()
    expect(editor_of(desk, "Implication").locator("sup")).to_be_visible()
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    body = BriefingPart.objects.get(key="implication").body
    assert re.search(r'<a href="https://example.org/report">.+</a>', body)
    assert '<sup data-note="Table 3.">*</sup>' in body


def test_credits_are_moved_by_keyboard(desk):
    ana, ben = make.person("Ana Reyes"), make.person("Ben Cho")
    desk.goto(f"/admin/briefings/briefing/{make.briefing(authors=[ana, ben], publish=False).pk}/change/")
    desk.locator("#credits-1").get_by_role("button", name="Move up").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert [credit.person for credit in Credit.objects.all()] == [ben, ana]


def test_a_row_added_moved_up_and_another_removed_keeps_the_others(desk):
    ana, ben = make.person("Ana Reyes"), make.person("Ben Cho")
    desk.goto(f"/admin/briefings/briefing/{make.briefing(authors=[ana], publish=False).pk}/change/")
    for _twice in range(2):
        desk.get_by_role("button", name="Add another Credit").click()
    choose(desk, "id_credits-2-person", "Ben")
    for _twice in range(2):
        desk.locator("#credits-2").get_by_role("button", name="Move up").click()
    desk.locator("#credits-1 .inline-deletelink").click()
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert [credit.person for credit in Credit.objects.all()] == [ben, ana]


def choose(page: Page, field: str, name: str) -> None:
    page.locator(f"#{field} + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill(name)
    page.locator(".select2-results__option", has_text=name).click()


def test_a_chosen_picture_is_shown_and_its_focal_point_clicked(desk):
    image = make.image(width=600, height=400)
    desk.goto(ADD)
    choose(desk, "id_image", "Harbour")
    expect(desk.locator("img.thumbnail.chosen")).to_be_visible()
    desk.goto(f"/admin/briefings/image/{image.pk}/change/")
    desk.locator(".focal-frame img").click(position={"x": 150, "y": 100})
    desk.locator(".focal-mark").press("ArrowRight")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    image = Image.objects.get()
    assert (round(image.focal_x, 2), round(image.focal_y, 2)) == (0.27, 0.25)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_hinders_people_with_disabilities(desk, theme):
    person, record = make.person(), make.image()
    briefing = make.briefing(
        authors=[person], topics=[make.topic()], image=record, documents=[make.document()]
    )
    weekly = mailing_list()
    desk.emulate_media(color_scheme=theme)
    found = {}
    addresses = (
        "/admin/",
        "/admin/briefings/briefing/",
        ADD,
        f"/admin/briefings/briefing/{briefing.pk}/change/",
        f"/admin/briefings/briefing/{briefing.pk}/delete/",
        f"/admin/briefings/briefing/{briefing.pk}/history/",
        f"/admin/briefings/briefing/{briefing.pk}/correct/",
        f"/admin/briefings/person/{person.pk}/change/",
        f"/admin/briefings/image/{record.pk}/change/",
        "/admin/briefings/format/1/change/",
        "/admin/newsroom/frontslot/",
        "/admin/search/pin/add/",
        "/admin/search/synonyms/add/",
        "/admin/search/question/",
        "/admin/search/rebuild/",
        f"/admin/subscriptions/mailinglist/{weekly.pk}/change/",
        "/admin/subscriptions/subscriber/",
        "/admin/subscriptions/subscriber/add/",
        "/admin/subscriptions/import/add/",
        "/admin/subscriptions/suppression/add/",
    )
    # The same few elements make up all of them: the dark theme is looked at on every third.
    for address in addresses if theme == "light" else addresses[::3]:
        desk.goto(address)
        if "/briefings/" in address:
            desk.wait_for_timeout(300)  # select2 and the editors set themselves up after loading
        found[address] = violations_in(theme, desk)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert Briefing.objects.count() == 1


def test_the_login_page(page):
    page.goto("/admin/login/")
    assert violations(page) == []


def test_the_form_fits_a_phone(desk):
    briefing = make.briefing(authors=[make.person()])
    desk.set_viewport_size({"width": 360, "height": 740})
    for address in ("/admin/", ADD, f"/admin/briefings/briefing/{briefing.pk}/change/"):
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360, address
