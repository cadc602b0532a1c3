"""The pane beside the form, in a browser: it shows what is typed, follows the writer, and leaves them alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from briefings.admin.lookahead import pace
from briefings.models import Briefing, Publication
from tests import factories as make
from tests.browser.axe import violations, violations_in
from tests.browser.desks import editor_of

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "".join(f"<p>Line {n} of the context, which the writer has to scroll past.</p>" for n in range(60))


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()


def opened(page: Page, briefing: Briefing) -> FrameLocator:
    page.goto(f"/admin/briefings/briefing/{briefing.pk}/change/")
    page.keyboard.press("Alt+Shift+P")
    stage = page.frame_locator("[data-stage]")
    expect(stage.locator("h1").first).to_be_visible()
    return stage


def pick(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("complementary").get_by_role("button", name=name, exact=True).first.click()


def long_briefing() -> Briefing:
    parts = {**make.THREE_PARTS, "implication": ("Implication", LONG)}
    return make.briefing(publish=False, parts=parts, image=make.image())


def test_it_shows_what_is_typed_and_leaves_the_writer_alone(desk):
    stage = opened(desk, long_briefing())
    editor = editor_of(desk, "Context")
    editor.click()
    expect(stage.locator("#context")).to_be_in_viewport()
    place = desk.evaluate("scrollY")
    desk.keyboard.type("Typed just now. ")
    expect(stage.locator("#context")).to_contain_text("Typed just now.")
    expect(editor).to_be_focused()
    expect(stage.locator("#context")).to_be_in_viewport()
    assert desk.evaluate("scrollY") == place
    desk.fill("#id_title", "Another title")
    expect(stage.locator("h1")).to_have_text("Another title")
    expect(stage.locator("h1")).to_be_in_viewport()
    desk.locator("#id_title").evaluate("box => box.removeAttribute('maxlength')")
    desk.fill("#id_title", "x" * 301)
    mistakes = desk.locator("[data-mistakes]")
    expect(mistakes).to_contain_text("Title: Ensure this value has at most 300 characters")
    expect(stage.locator("#context")).to_contain_text("Typed just now.")
    mistakes.get_by_role("link").click()
    expect(desk.locator("#id_title")).to_be_focused()
    desk.fill("#id_title", "Mended")
    expect(mistakes).to_be_hidden()
    desk.context.clear_cookies()
    desk.fill("#id_title", "Still here")
    expect(desk.locator("#lookahead [data-said]")).to_contain_text("Your text is not touched by that.")
    expect(desk.locator("#id_title")).to_have_value("Still here")
    assert Briefing.objects.get().title == "Yards return to profit"


def test_every_view_in_every_form(desk):
    stage = opened(desk, make.briefing(publish=False))
    body, paper = stage.locator("body"), "rgb(252, 251, 248)"
    pick(desk, "Light")
    expect(body).to_have_css("background-color", paper)
    pick(desk, "Dark")
    expect(body).to_have_css("background-color", "rgb(19, 23, 25)")
    for name, width in (("Phone", "360px"), ("Tablet", "768px"), ("Desktop", "1280px")):
        pick(desk, name)
        expect(desk.locator("[data-stage]")).to_have_css("width", width)
    expect(stage.locator(".site-nav")).to_be_visible()
    pick(desk, "On paper")
    expect(stage.locator(".site-nav")).to_be_hidden()
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    pick(desk, "Mail")
    expect(stage.locator("[aria-roledescription=email] h2")).to_have_text("Yards return to profit")
    expect(stage.locator(".cell").first).to_have_css("background-color", "rgb(19, 23, 25)")
    pick(desk, "Plain text")
    expect(stage.locator("pre")).to_contain_text("Employment in the yards will follow.")
    pick(desk, "Search result")
    expect(stage.locator(".engine-title")).to_contain_text("Yards return to profit")
    pick(desk, "When shared")
    expect(stage.locator(".shared img")).to_have_js_property("naturalWidth", 1200)
    desk.reload()  # what was chosen is remembered
    expect(stage.locator(".shared img")).to_be_visible()
    pick(desk, "Close")
    expect(desk.locator("[data-lookahead-toggle]")).to_be_focused()
    desk.reload()
    expect(desk.locator("[data-lookahead-toggle]")).to_be_visible()
    expect(desk.locator("#lookahead")).to_be_hidden()


def test_findings_lead_to_their_fields_and_are_waived_in_place(desk):
    parts = {**make.THREE_PARTS, "implication": ("Implication", "<p>The figure is TK.</p>")}
    opened(desk, make.briefing(publish=False, parts=parts))
    pick(desk, re.compile("^Checks"))
    pane = desk.get_by_role("complementary")
    pane.get_by_role("link", name="It has no topic").click()
    expect(desk.get_by_role("searchbox", name="Topics")).to_be_focused()
    unfinished = pane.locator("li").filter(has_text="This looks unfinished")
    unfinished.get_by_role("link").click()
    expect(editor_of(desk, "Implication")).to_be_focused()
    desk.fill("#id_dek", "Typed, not saved")
    unfinished.get_by_text("Waive…").click()
    unfinished.get_by_label("Reason").fill("A place is called so.")
    unfinished.get_by_role("button", name="Waive", exact=True).click()
    expect(pane.locator(".waived")).to_contain_text("A place is called so.")
    expect(desk.locator("#id_dek")).to_have_value("Typed, not saved")
    assert violations(desk) == []
    desk.get_by_role("button", name="Publish", exact=True).click()
    asked = desk.get_by_role("dialog", name="Before it is published")
    expect(asked).to_contain_text("It has no topic")
    assert violations(desk) == []
    asked.get_by_role("button", name="Back to the text").click()
    assert Publication.objects.count() == 0
    desk.get_by_role("button", name="Publish", exact=True).click()
    asked.get_by_role("button", name="Publish all the same").click()
    expect(desk.get_by_text("See it on the site")).to_be_visible()
    assert Publication.objects.get().dek == "Typed, not saved"


def test_on_a_phone_it_covers_the_form_until_it_is_closed(desk):
    briefing = make.briefing(publish=False)
    opened(desk, briefing)
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.reload()
    pane = desk.get_by_role("complementary", name="Preview")
    expect(desk.locator("#lookahead")).to_be_hidden()
    desk.locator("[data-lookahead-toggle]").click()
    expect(pane).to_be_visible()
    assert pane.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert violations(desk) == []
    desk.keyboard.press("Escape")
    expect(desk.locator("#lookahead")).to_be_hidden()
    expect(desk.locator("[data-lookahead-toggle]")).to_be_focused()
    for name in ("term", "checkrule"):
        desk.goto(f"/admin/briefings/{name}/")
        assert violations(desk) == []


def test_it_is_accessible(desk):
    opened(desk, make.briefing(publish=False, image=make.image()))
    for theme in ("light", "dark"):
        desk.emulate_media(color_scheme=theme)
        assert violations_in(theme, desk) == []
