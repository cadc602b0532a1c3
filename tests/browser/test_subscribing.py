"""The whole journey of a reader in a browser, in both languages: sign up, confirm, change, leave, come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from newsroom.models import SiteRecord
from tests import factories as make
from tests.browser.axe import violations
from tests.subscriptions.mailbox import Mailbox, text, work
from tests.subscriptions.people import mailing_list, states

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "en": {
        "sign up": "Sign up",
        "sent": "Look into your mailbox",
        "confirm": "Yes, send it to me",
        "confirmed": "You are on the list",
        "preferences": "Change your subscriptions",
        "save": "Save",
        "saved": "Saved.",
        "pause": "30 days",
        "leave": "Unsubscribe",
        "left": "You are off the list",
        "undo": "Undo: keep me on the list",
        "back": "You are on the list again",
    },
    "ko": {
        "sign up": "구독 신청",
        "sent": "메일함을 확인해 주세요",
        "confirm": "네, 보내 주세요",
        "confirmed": "구독이 시작되었습니다",
        "preferences": "구독 바꾸기",
        "save": "저장",
        "saved": "저장했습니다.",
        "pause": "30일",
        "leave": "구독 해지",
        "left": "구독을 해지했습니다",
        "undo": "되돌리기: 계속 받겠습니다",
        "back": "다시 구독 중입니다",
    },
}


@pytest.fixture
def lists():
    SiteRecord.objects.create(name="Garam Institute", names={"ko": "가람연구원"})
    weekly = mailing_list(names={"ko": "주간 소식"}, sends_welcome=True)
    mailing_list("monthly", names={"ko": "월간 소식"})
    series = make.series("Strait View", mailing_list=weekly, is_newsletter=True)
    make.briefing("Yards return to profit", series=series, published_at=make.on(2024, 5, 6))


def path_in(mail, view: str) -> str:
    found = re.search(rf"http://\S+?(/{view}/\S+)", text(mail))
    assert found
    return found[1]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_whole_journey(page, lists, mailbox: Mailbox, language, settings):
    words = WORDS[language]
    page.goto("/publications/2024/yards-return-to-profit/")
    page.locator(f'.languages [value="{language}"]').click()
    assert violations(page) == []
    page.goto("/subscribe/?list=weekly")
    assert violations(page) == []
    page.wait_for_timeout(1600)  # the form's least time
    page.fill("#email", "ana@example")
    page.get_by_role("button", name=words["sign up"]).click()
    expect(page.locator("#email")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    page.wait_for_timeout(1600)
    page.fill("#email", "ana@example.org")
    page.get_by_role("button", name=words["sign up"]).click()
    heading(page, words["sent"])
    work()
    page.goto(path_in(mailbox.last, "subscribe/confirm"))
    assert violations(page) == []
    page.get_by_role("button", name=words["confirm"]).click()
    heading(page, words["confirmed"])
    page.get_by_role("link", name=words["preferences"]).click()
    assert violations(page) == []
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name=words["save"]).first.click()
    expect(page.locator(".notice[role=status]")).to_have_text(words["saved"])
    page.get_by_role("button", name=words["pause"]).click()
    expect(page.locator(".notice[role=status]")).to_have_text(words["saved"])
    assert states() == {"weekly": "active", "monthly": "active"}
    work()
    page.goto(path_in(mailbox.last, "unsubscribe"))
    page.get_by_role("button", name=words["leave"]).click()
    heading(page, words["left"])
    assert states() == {"weekly": "left", "monthly": "active"}
    page.get_by_role("button", name=words["undo"]).click()
    heading(page, words["back"])
    assert states() == {"weekly": "active", "monthly": "active"}


@pytest.mark.parametrize("dark", [False, True])
def test_the_form_in_the_header_by_keyboard_and_on_a_phone(page: Page, lists, dark):
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.locator("details.subscribe summary").focus()
    page.keyboard.press("Enter")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type("reader@example.org")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/subscribe/"))
    expect(page.get_by_label("E-mail").last).to_be_visible()
    expect(page.locator("main input[type=email]")).to_have_value("reader@example.org")
