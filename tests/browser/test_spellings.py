"""A spelling that the lists know better is put right from the list of findings, by one click that can be undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from briefings.admin.lookahead import pace
from briefings.models import Term
from tests import factories as make
from tests.browser.axe import violations_in
from tests.browser.desks import editor_of

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "<p>Yoon Seok-youl met, so <strong>Yoon Seok-youl</strong> said. Yoon Seok-younger did not.</p>"


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()


def open_findings(page: Page, briefing) -> None:
    page.goto(f"/admin/briefings/briefing/{briefing.pk}/change/")
    page.keyboard.press("Alt+Shift+P")
    page.get_by_role("complementary").get_by_role("button", name=re.compile("^Checks")).first.click()
    expect(page.locator("[data-checks] [data-replace]").first).to_be_visible()


def test_it_is_replaced_in_the_editor_and_in_a_plain_field(desk):
    Term.objects.create(preferred="Yoon Suk Yeol", variants=["Yoon Seok-youl"])
    parts = {**make.THREE_PARTS, "implication": ("Implication", TEXT)}
    briefing = make.briefing("Yoon Seok-youl returns", publish=False, parts=parts)
    open_findings(desk, briefing)
    buttons = desk.locator("[data-checks]").get_by_role("button", name="Write “Yoon Suk Yeol”")
    expect(buttons).to_have_count(2)
    assert violations_in("light", desk) == []
    desk.locator("[data-checks] li", has_text="Implication").get_by_role("button", name="Write").click()
    editor = editor_of(desk, "Implication")
    mended = "Yoon Suk Yeol met, so Yoon Suk Yeol said. Yoon Seok-younger did not."
    expect(editor).to_have_text(mended)
    expect(editor.locator("strong")).to_have_text("Yoon Suk Yeol")
    expect(editor).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(editor).to_contain_text("Yoon Seok-youl met, so Yoon Seok-youl said.")
    desk.keyboard.press("Control+Shift+z")
    expect(editor).to_have_text(mended)
    expect(buttons).to_have_count(1)
    buttons.click()
    expect(desk.locator("#id_title")).to_have_value("Yoon Suk Yeol returns")
    expect(desk.locator("#id_title")).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(desk.locator("#id_title")).to_have_value("Yoon Seok-youl returns")
    desk.keyboard.press("Control+Shift+z")
    expect(buttons).to_have_count(0)
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    briefing.refresh_from_db()
    assert briefing.title == "Yoon Suk Yeol returns"
    said = briefing.parts.get(key="implication").body
    assert said.startswith("<p>Yoon Suk Yeol met, so <strong>Yoon Suk Yeol</strong> said.")


def test_a_korean_word_keeps_its_particle_and_a_phone_leads_to_the_form(desk):
    Term.objects.create(preferred="윤석열", variants=["윤석렬"])
    parts = {**make.THREE_PARTS, "context": ("Context", "<p>윤석렬은 갔고 윤석렬이 왔다.</p>")}
    briefing = make.briefing("요점", publish=False, parts=parts, language="ko")
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.emulate_media(color_scheme="dark")
    open_findings(desk, briefing)
    assert violations_in("dark", desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    desk.locator("[data-checks] [data-replace]").click()
    expect(editor_of(desk, "Context")).to_have_text("윤석열은 갔고 윤석열이 왔다.")
    expect(editor_of(desk, "Context")).to_be_in_viewport()
