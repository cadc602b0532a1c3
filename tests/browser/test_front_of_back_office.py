"""The front of the back office and its search, with the keyboard, in both themes, on a phone."""

from __future__ import annotations

import pytest

from briefings import publishing
from tests import factories as make
from tests.briefings.editions import press
from tests.browser.axe import violations_in
from tests.browser.desks import log_in


@pytest.fixture
def desk(page, transactional_db):
    editor, writer = make.editor(), make.writer()
    series = press.weekly(is_newsletter=True)
    press.edition(series, make.briefing("Yards return to profit", series=series))
    publishing.submit(make.briefing("Handed in", publish=False, created_by=writer), by=writer)
    return log_in(page, editor)


def test_the_key_leads_to_the_search_and_the_arrows_to_what_it_finds(desk):
    desk.goto("/admin/")
    desk.keyboard.press("/")
    box = desk.locator("#find")
    assert desk.evaluate("document.activeElement.id") == "find"
    box.press_sequentially("yards")
    desk.get_by_role("option", name="Yards return to profit Briefings").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/briefings/briefing/*/change/")
    desk.locator("#id_title").focus()
    desk.keyboard.press("/")
    assert desk.evaluate("document.activeElement.id") == "id_title"  # it is a letter there


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_front_and_the_search_are_accessible(desk, theme):
    desk.emulate_media(color_scheme=theme)
    found = {}
    for address in ("/admin/", "/admin/find/?q=yards", "/admin/find/?q=zeppelin"):
        desk.goto(address)
        if wrong := violations_in(theme, desk):
            found[address] = wrong
    assert found == {}


def test_both_fit_a_phone(desk):
    desk.set_viewport_size({"width": 360, "height": 740})
    for address in ("/admin/", "/admin/find/?q=yards"):
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth") == 360


def test_a_list_is_read_on_a_phone_without_scrolling_sideways(desk):
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto("/admin/briefings/briefing/")
    assert desk.evaluate("document.documentElement.scrollWidth") == 360
    row = desk.locator("#result_list tbody tr").first
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert row.locator("th").evaluate("cell => cell.clientWidth") > 200
