"""Somebody at work in the back office in a browser: logged in, at the form of a briefing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests import factories as make

ADD = "/admin/briefings/briefing/add/?format=briefing"


def log_in(page: Page, user) -> Page:
    """The page, on the back office's front, once whoever was logged in has come there.

    A click does not wait for what it sends: a page asked for at once would come before the session.
    """
    page.goto("/admin/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", make.PASSWORD)
    page.click("[type=submit]")
    expect(page.get_by_role("heading", name="Back office")).to_be_visible()
    return page


def editor_of(page: Page, heading: str) -> Locator:
    """The box in which a part of that heading is written."""
    return page.get_by_role("textbox", name=heading, exact=True).and_(page.locator(".ProseMirror"))


def part(page: Page, heading: str) -> Locator:
    """The row of a part of that heading."""
    return (
        page.locator("[data-part]:not(.empty-form)").filter(has=page.get_by_text(heading, exact=True)).first
    )
