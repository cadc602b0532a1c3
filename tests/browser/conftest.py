"""A real browser for what only a browser shows. Skipped, with one line, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import threading
import time
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, sync_playwright

from tests import factories as make
from tests.browser.desks import log_in
from tests.subscriptions.conftest import mailbox  # noqa: F401 - a fixture

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
GIVEN_UP = 30  # seconds


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium found: install it to run the browser tests")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright's loop runs in this thread; the ORM does not care
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def is_fault(message) -> bool:
    """An error that is not merely the status of a page that is meant to be missing or refused, or a frame that is
    meant to run nothing."""
    meant = (
        "server responded with a status of 4",
        "Blocked script execution",
        "from origin 'null' has been blocked by CORS policy",
        "net::ERR_FAILED",  # what the line before is followed by
    )
    return message.type == "error" and not any(words in message.text for words in meant)


def answered(url: str) -> None:
    """Wait until the server at `url` has done with all that pages asked for, their last words on closing included:
    emptying the tables would get in its way. It takes connections one after another, so that an answer now says
    that every earlier one has its thread."""
    with urlopen(f"{url}/static/newsroom/icon.svg", timeout=GIVEN_UP) as answer:
        answer.read()
    deadline = time.monotonic() + GIVEN_UP
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "a page of the test is still being answered"
        time.sleep(0.01)


@pytest.fixture
def live_server(live_server):
    """The server, left only when it is idle: whatever opens pages on it has closed them by then."""
    yield live_server
    answered(live_server.url)


@pytest.fixture
def page(chromium, live_server) -> Page:
    """A page at desktop width; whatever the console complains of fails the test."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, base_url=live_server.url, locale="en"
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if is_fault(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def desk(page: Page) -> Page:
    """The page, with an editor logged in."""
    return log_in(page, make.editor())
