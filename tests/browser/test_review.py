"""The desk at work in a browser: comments beside what is being typed, a guest's answer, the calendar moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from briefings import moments, publishing
from briefings.models import Comment, Plan
from tests import factories as make
from tests.browser.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_comment_is_written_and_resolved_without_leaving_the_form(desk):
    briefing = make.briefing(publish=False)
    desk.goto(f"/admin/briefings/briefing/{briefing.pk}/change/")
    desk.fill("#id_title", "Typed and not saved")
    thread = desk.locator("#comments-implication")
    thread.get_by_text("Comment on this part").click()
    thread.get_by_label("Your comment").fill("Is this so?")
    thread.get_by_role("button", name="Comment", exact=True).click()
    expect(thread.get_by_text("Is this so?")).to_be_visible()
    expect(desk.locator("#id_title")).to_have_value("Typed and not saved")
    assert violations(desk) == []
    thread.get_by_role("button", name="Resolve").click()
    expect(thread.get_by_text(": resolved")).to_be_visible()
    assert Comment.objects.get().resolved_at
    thread.get_by_text("Comment on this part").click()
    thread.get_by_role("button", name="Comment", exact=True).click()
    expect(thread.get_by_text("The comment is empty.")).to_be_visible()


def test_a_guest_answers_though_no_referrer_is_sent(page):
    briefing = make.briefing(publish=False)
    until = timezone.now() + timedelta(days=1)
    _share, token = publishing.share(briefing, guest="Dr Han", until=until, may_comment=True, may_agree=True)
    page.goto(f"/share/{token}/")
    page.fill("#comment-who", "Han Jiwon")
    page.fill("#comment-text", "Say which yards.")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator("#comments").get_by_text("Say which yards.")).to_be_visible()
    page.fill("#approve-who", "Han Jiwon")
    page.get_by_role("button", name="I approve this version").click()
    expect(page.get_by_text("Han Jiwon has approved version 1.")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []


def test_what_is_scheduled_is_moved_by_mouse_and_by_keyboard(desk):
    noon = moments.local(timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    day = noon.replace(day=10) + timedelta(days=31)
    publishing.schedule(make.briefing("Planned piece", publish=False), at=day)
    address = f"/admin/briefings/briefing/calendar/?day={day:%Y-%m-%d}"
    desk.goto(address)
    assert violations(desk) == []
    target = day + timedelta(days=1)
    desk.locator(".entry", has_text="Planned piece").drag_to(desk.locator(f"#day-{target:%Y-%m-%d}"))
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert Plan.objects.get().at == target
    desk.locator(".moving summary").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="A day later").focus()
    desk.keyboard.press("Enter")
    expect(
        desk.locator(f"#day-{target + timedelta(days=1):%Y-%m-%d}").get_by_text("Planned piece")
    ).to_be_visible()
    assert Plan.objects.get().at == target + timedelta(days=1)
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(address)
    expect(desk.get_by_role("link", name="Planned piece")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
