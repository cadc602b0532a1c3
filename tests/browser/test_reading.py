"""Reading pages in a browser: accessible in both themes, whole at 360 pixels, silent on the console."""

from __future__ import annotations

import pytest

from briefings import publishing
from newsroom.models import NavigationItem, Page, SiteRecord
from tests import factories as make
from tests.browser.axe import violations, violations_in

ADDRESSES = [
    "/",
    "/publications/",
    "/publications/?kind=briefing",
    "/publications/?page=99",
    "/publications/2024/",
    "/publications/2024/yards-return-to-profit/",
    "/publications/2024/yards-return-to-profit/v/1/",
    "/the-peninsula/",
    "/series/",
    "/series/strait-view/",
    "/people/",
    "/people/ana-reyes/",
    "/topics/",
    "/topics/trade/",
    "/regions/",
    "/regions/korea/",
    "/tags/ships/",
    "/corrections/",
    "/feeds/",
    "/search/",
    "/search/?q=yards+profit&kind=briefing",
    "/search/?q=zeppelin",
    "/search/?kind=nonsense",
    "/search/help/",
    "/subscribe/",
    "/about/",
    "/nowhere/",
]


@pytest.fixture
def newsroom(transactional_db):
    SiteRecord.objects.create(
        name="Garam Institute", tagline="Clear reading", contact_email="desk@example.org"
    )
    NavigationItem.objects.create(label="Publications", url="/publications/")
    Page.objects.create(
        slug="about", title="About us", body="<p>Who we are.</p><table><tr><td>1</td></tr></table>"
    )
    author, channel = make.person("Ana Reyes", bio="<p>Writes.</p>"), make.channel("The Peninsula")
    series = make.series("Strait View", channel=channel, is_newsletter=True, purpose="What happened at sea.")
    shared = {
        "series": series,
        "channel": channel,
        "topics": [make.topic("Trade")],
        "regions": [make.region("Korea", parent=make.region("Asia"))],
        "tags": ["ships"],
        "authors": [author],
    }
    briefing = make.briefing(
        "Yards return to profit",
        image=make.image(width=600, height=400, credit="Harbour Photo", caption="A harbour."),
        documents=[make.document()],
        editors=[author],
        published_at=make.on(2024, 5, 6),
        **shared,
    )
    briefing.dek = "A second version."
    briefing.save(update_fields=["dek"])
    publishing.correct(briefing, note="The dek was missing.")
    make.briefing(
        "조선소가 흑자로 돌아섰다",
        language="ko",
        translation_of=briefing,
        published_at=make.on(2024, 5, 7),
        **shared,
    )
    for n in range(22):
        make.briefing(f"Weekly number {n}", published_at=make.on(2023, 1 + n % 12, 3), **shared)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_of_page_is_accessible(page, newsroom, theme):
    page.emulate_media(color_scheme=theme)
    found = {}
    for address in ADDRESSES if theme == "light" else ADDRESSES[::3]:
        page.goto(address)
        if wrong := violations_in(theme, page):
            found[address] = wrong
    assert found == {}


def test_nothing_is_wider_than_a_phone(page, newsroom):
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in ADDRESSES:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[address] = width
    assert wide == {}


def test_the_keyboard_reaches_the_text_first(page, newsroom):
    page.goto("/publications/2024/yards-return-to-profit/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_pages_ask_no_other_host(page, newsroom):
    hosts = set()
    page.on("request", lambda request: hosts.add((request.url.split("/")[2], request.resource_type)))
    page.goto("/publications/2024/yards-return-to-profit/")
    own = page.url.split("/")[2]
    assert {host for host, _kind in hosts} == {own}


def test_the_search_works_without_scripts(chromium, live_server, newsroom):
    context = chromium.new_context(base_url=live_server.url, locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#search-all", "yard")
    page.press("#search-all", "Enter")
    page.click("text=Yards return to profit")
    assert page.url.endswith("/publications/2024/yards-return-to-profit/")
    context.close()


def test_suggestions_are_chosen_with_the_keyboard_and_told_to_screen_readers(page, newsroom):
    page.goto("/")
    page.keyboard.press("/")
    box = page.locator("#search-all")
    assert page.evaluate("document.activeElement.id") == "search-all"
    box.press_sequentially("yar")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
    assert violations(page) == []
    titles = options.all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "yar"
    for _ in range(titles.index("Yards return to profit") + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publications/2024/yards-return-to-profit/")


def test_a_word_that_is_suggested_is_searched(page, newsroom):
    page.goto("/")
    box = page.locator("#search-all")
    box.press_sequentially("retu")
    page.get_by_role("option", name="return", exact=True).click()
    page.wait_for_url("**/search/?q=return")
    assert page.locator(".results mark").first.inner_text().lower() == "return"


def test_a_phones_navigation_takes_two_rows_and_shows_what_has_the_focus(page, newsroom):
    for label in ("The Peninsula", "Open Water", "Publications of ours", "Series", "About the institute"):
        NavigationItem.objects.create(label=label, url=f"/{label}/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    tops = "[...document.querySelectorAll('.site-nav :is(a, button)')].map(e => e.getBoundingClientRect().top | 0)"
    assert len(set(page.evaluate(tops))) <= 2
    assert page.locator(".site-nav").bounding_box()["height"] < 90
    last = page.get_by_role("link", name="About the institute")
    last.focus()
    box = last.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_date_stays_on_one_line(page, newsroom):
    for width in (360, 700, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        for address in ("/", "/publications/"):
            page.goto(address)
            broken = "[...document.querySelectorAll('.meta time')].filter(e => e.getClientRects().length > 1).length"
            assert page.evaluate(broken) == 0


def test_a_card_without_picture_fills_its_place_in_a_row(page, newsroom):
    research = [{}, {"image": make.image(width=600, height=400)}, {"summary": "Why it matters."}]
    for n, fields in enumerate(research):
        make.briefing(f"Paper {n}", kind="paper", published_at=make.on(2022, 1, 1 + n), **fields)
    page.goto("/")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll('.cards:has(.pictured) .card:not(.pictured)')].map(card => {
            const meta = card.querySelector('.meta').getBoundingClientRect();
            return card.getBoundingClientRect().bottom - meta.bottom;
        })"""
    )
    assert len(gaps) == 2
    assert max(gaps) < 40
