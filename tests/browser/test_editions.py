"""From briefings to an inbox and off the list again, in a browser; only the mail is read from the server it went to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from newsroom.models import SiteRecord
from subscriptions.models import Mailing
from tests import factories as make
from tests.browser.axe import violations_in
from tests.browser.desks import log_in
from tests.subscriptions.mailbox import text
from tests.subscriptions.people import mailing_list, reader
from tests.subscriptions.sending.mailings import frozen, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def series():
    SiteRecord.objects.create(
        name="Garam Institute", postal_address="1 Quay", contact_email="desk@example.org"
    )
    weekly = mailing_list(sender_address="weekly@example.org")
    reader("ana@example.org", weekly)
    found = make.series("Strait View", mailing_list=weekly, is_newsletter=True)
    for day, title in enumerate(
        ("Yards return to profit", "Quota talks begin", "A port is reopened"), start=1
    ):
        make.briefing(title, series=found, dek=f"{title}, and why.", published_at=make.on(2024, 5, day))
    return found


def test_an_edition_from_proposal_to_unsubscribing(page: Page, live_server, series, mailbox, settings):
    settings.SITE_URL = live_server.url
    log_in(page, make.editor())

    page.goto(f"/admin/briefings/series/{series.pk}/change/")
    page.get_by_role("link", name="New edition").click()
    expect(page.locator("#id_subject")).to_have_value(re.compile("Strait View 1"))
    page.locator("[name=_send]").click()
    expect(page.get_by_text("1 person")).to_be_visible()
    for reason in page.locator("fieldset.warnings input, fieldset.warnings textarea").all():
        reason.fill("it is only a test")
    page.check("input[name=when][value=now]")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("On its way to 1 person")).to_be_visible()

    send()
    (mail,) = mailbox.mails
    assert "Yards return to profit" in text(mail) and "A port is reopened" in text(mail, "html")
    page.goto(re.search(r"https?://[^/]+(/series/strait-view/[\d-]+/)", text(mail))[1])
    expect(page.get_by_role("heading", name="Quota talks begin")).to_be_visible()

    page.goto(re.search(r"https?://[^/]+(/unsubscribe/[^/]+/)", mail["List-Unsubscribe"])[1])
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are off the list")).to_be_visible()

    page.goto(f"/admin/subscriptions/mailing/{Mailing.objects.get().pk}/change/")
    numbers = page.locator("#numbers")
    expect(numbers.get_by_role("row", name="Sent 1")).to_be_visible()
    expect(numbers.get_by_role("row", name="Left the list within a week 1")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figures_of_a_mailing_can_be_read_by_everybody(page: Page, live_server, theme):
    """Charts, tables and forms of the page and of the list of deliveries, wide and narrow."""
    mailing = frozen(*(f"r{n}@example.org" for n in range(12)), to=mailing_list(counts_clicks=True))
    for n, one in enumerate(mailing.deliveries.order_by("pk")):
        state = {0: "failed", 1: "uncertain", 2: "deferred"}.get(n, "sent")
        at = mailing.created_at + timedelta(minutes=n)
        due = at + timedelta(hours=1) if state == "deferred" else None
        mailing.deliveries.filter(pk=one.pk).update(state=state, code="550 5.1.1", at=at, due_at=due)
    page.emulate_media(color_scheme=theme)
    log_in(page, make.editor())
    for address in (f"mailing/{mailing.pk}/change/", f"delivery/?mailing__id__exact={mailing.pk}"):
        page.goto(f"/admin/subscriptions/{address}")
        for folded in page.locator("#content details").all():
            folded.evaluate("details => { details.open = true }")
        assert violations_in(theme, page) == []
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.set_viewport_size({"width": 1280, "height": 900})
