"""Every page of the back office in a browser: accessible in both themes, at home on a phone, with a silent console."""

from __future__ import annotations

from itertools import islice

import pytest
from playwright.sync_api import Page

from tests import factories as make
from tests.browser.axe import violations
from tests.browser.desks import log_in
from tests.newsroom import back_office

PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SHARES = 4  # of the pages: all of them in one test kept one processor for minutes


@pytest.fixture
def desk(page, transactional_db) -> Page:
    administrator = make.administrator()
    back_office.fill(1)
    return log_in(page, administrator)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that stands there, which is light and as wide as a screen."""
    found = violations(page)
    page.set_viewport_size(PHONE)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        found.append(f"{wide} pixels wide on a phone")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)  # the colours of links change slowly
    found += [f"dark: {one}" for one in violations(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SCREEN)
    return found


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_for_everybody(desk, client, admin_user, share):
    client.force_login(admin_user)
    wrong = {}
    for address in islice(back_office.addresses(), share, None, SHARES):
        if address.endswith(back_office.DJANGOS_OWN) or not back_office.is_page(client.get(address)):
            continue
        desk.goto(address)
        if found := faults(desk):
            wrong[address] = found
    assert wrong == {}
