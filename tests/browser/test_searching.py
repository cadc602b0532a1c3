"""Searching on a phone: suggestions under a finger, people and editions beside publications."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.editions import sending
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.editions import press
from tests.browser.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newsroom(transactional_db):
    site = SiteRecord.objects.create(name="Garam Institute")
    ana = make.person("Ana Reyes", title="Fellow", bio="<p>Writes on yards.</p>")
    briefing = make.briefing("Yards return to profit", authors=[ana], published_at=make.on(2024, 5, 6))
    edition = press.edition(make.series(), briefing, day=date(2024, 5, 7), subject="Reyes on yards")
    sending.send(edition, site=site, mailed=False)


@pytest.fixture
def phone(chromium, live_server, newsroom):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740},
        base_url=live_server.url,
        locale="en",
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def test_a_tap_takes_the_suggestion_and_not_what_lies_below(phone):
    phone.goto("/")
    phone.tap("#search-all")
    phone.keyboard.type("retu")
    option = phone.get_by_role("option", name="return", exact=True)
    option.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    option.tap()
    phone.wait_for_url("**/search/?q=return")
    phone.tap("#search-all")
    phone.fill("#search-all", "")
    phone.keyboard.type("rey")
    person = phone.get_by_role("option").filter(has_text="Person")
    person.wait_for()
    person.tap()
    phone.wait_for_url("**/people/ana-reyes/")


def test_without_suggestions_the_box_searches_all_the_same(phone):
    phone.route("**/search/suggest*", lambda route: route.fulfill(status=503, body="busy"))
    phone.goto("/")
    phone.tap("#search-all")
    phone.keyboard.type("zeppelin")
    phone.wait_for_timeout(300)
    assert phone.get_attribute("#search-all", "aria-expanded") == "false"
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/?q=zeppelin")
    assert phone.locator(".total").inner_text() == "0 publications"
    assert phone.get_by_role("link", name="All publications, newest first").is_visible()


def test_people_and_editions_lead_from_the_box_and_from_the_kinds(phone):
    phone.goto("/search/?q=reyes")
    box = phone.get_by_label("People, editions, series and topics of this name")
    assert [" ".join(text.split()) for text in box.get_by_role("listitem").all_inner_texts()] == [
        "Ana Reyes Person",
        "Reyes on yards Edition",
    ]
    assert violations(phone) == []
    phone.locator("a[href='?q=reyes&kind=person']").tap()
    phone.wait_for_url("**/search/?q=reyes&kind=person")
    assert phone.locator(".total").inner_text() == "People: 1"
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(phone) == []
    phone.get_by_role("link", name="Ana Reyes").first.tap()
    phone.wait_for_url("**/people/ana-reyes/")


def test_examples_of_the_help_break_between_words_only(phone):
    phone.set_viewport_size({"width": 390, "height": 740})
    phone.goto("/search/help/")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    words = phone.locator(".search-help code span")
    assert "-shipping" in words.all_inner_texts()
    broken = "all => all.filter(one => one.getClientRects().length > 1).map(one => one.innerText)"
    assert words.evaluate_all(broken) == []
