"""Nothing lost, nobody overwritten: what only a browser shows. Crashes, dead networks, ended sessions, two at a time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect

from briefings.models import Autosave, Briefing, Version
from tests import factories as make
from tests.briefings.editions import press
from tests.browser.axe import violations_in
from tests.browser.conftest import is_fault
from tests.browser.desks import ADD, editor_of, log_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(chromium, live_server):
    """Somebody else's browser."""
    context = chromium.new_context(base_url=live_server.url, locale="en")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if is_fault(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    minji = make.editor("minji")
    minji.first_name, minji.last_name = "Min-ji", "Park"
    minji.save()
    yield log_in(page, minji)
    page.goto("about:blank")
    context.close()
    assert complaints == []


def change(briefing) -> str:
    return f"/admin/briefings/briefing/{briefing.pk}/change/"


def write(page: Page, heading: str, text: str) -> None:
    editor_of(page, heading).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def kept(page: Page):
    return page.locator(".submit-row .kept")


def test_a_browser_that_dies_mid_paragraph_loses_five_seconds_at_most(desk):
    briefing = make.briefing(publish=False)
    desk.goto(change(briefing))
    write(desk, "Context", " It was extended twice")
    desk.wait_for_timeout(5000)
    desk.keyboard.type(" and then")
    with pytest.raises(Error):
        desk.goto("chrome://crash")
    page = desk.context.new_page()
    page.goto(change(briefing))
    expect(page.locator(".ProseMirror", has_text="It was extended twice")).to_be_visible()
    expect(page.get_by_text("It is not saved as a version yet.")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert "It was extended twice" in briefing.parts.get(key="context").body
    assert not Autosave.objects.exists()


def test_one_who_never_stops_typing_is_kept_too(desk):
    desk.goto(ADD)
    desk.locator("#id_title").click()
    desk.keyboard.type("The yards return to profit once more and for good", delay=150)
    assert len(Autosave.objects.get().title) > 5
    assert Briefing.objects.count() == 0


@pytest.fixture
def traveller(chromium, live_server):
    """An editor whose network goes: of that the console may complain."""
    context = chromium.new_context(base_url=live_server.url, locale="en")
    yield log_in(context.new_page(), make.editor())
    context.close()


def test_without_a_network_the_text_stays_in_this_browser_and_is_offered(traveller):
    desk = traveller
    briefing = make.briefing(publish=False)
    desk.goto(change(briefing))
    desk.context.set_offline(True)
    desk.fill("#id_title", "Typed on a train")
    expect(kept(desk)).to_have_text("Offline: kept in this browser.", timeout=9000)
    desk.get_by_role("button", name="Save draft").click()
    expect(kept(desk)).to_have_text("Offline: kept in this browser.")
    page = desk.context.new_page()
    desk.close(run_before_unload=False)
    page.context.set_offline(False)
    page.goto(change(briefing))
    expect(page.locator("#id_title")).to_have_value("Yards return to profit")
    notice = page.locator("[data-left]")
    expect(notice).to_contain_text("“Typed on a train”")
    notice.get_by_role("button", name="Compare").click()
    expect(page.locator("ins")).to_contain_text("Typed on a train")
    page.goto(change(briefing))
    expect(page.locator("#id_title")).to_have_value("Typed on a train")
    expect(page.locator("[data-left]")).to_be_empty()


def test_when_the_session_ends_the_login_comes_to_the_text(desk):
    briefing = make.briefing(publish=False)
    desk.goto(change(briefing))
    desk.context.clear_cookies()
    desk.fill("#id_title", "Typed too long")
    dialog = desk.get_by_role("dialog", name="Please log in again")
    dialog.get_by_label("User name").fill("edda")
    dialog.get_by_label("Password").fill("not it")
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Please enter the correct")
    assert violations_in("light", desk) == []
    dialog.get_by_label("Password").fill(make.PASSWORD)
    desk.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(kept(desk)).to_contain_text("Saved")
    assert Autosave.objects.get().title == "Typed too long"
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Save and continue editing").click()
    dialog.get_by_label("User name").fill("edda")
    dialog.get_by_label("Password").fill(make.PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert Briefing.objects.get().title == "Typed too long"


def test_a_choice_from_a_list_is_kept_as_well(desk):
    series = make.series()
    desk.goto(change(make.briefing(publish=False)))
    desk.locator("#id_series + .select2").click()
    desk.locator(".select2-container--open .select2-search__field").fill("Strait")
    desk.locator(".select2-results__option", has_text="Strait View").click()
    expect(kept(desk)).to_contain_text("Saved", timeout=9000)
    assert Autosave.objects.get().fields["series"] == [str(series.pk)]


def test_who_only_looks_leaves_nothing_behind(desk):
    briefing = make.briefing(publish=False, series=make.series())
    desk.goto(change(briefing))
    desk.wait_for_timeout(3500)
    desk.goto(change(briefing))
    assert not Autosave.objects.exists()
    expect(desk.locator("[data-left]")).to_be_empty()


def test_two_at_one_piece_see_each_other(desk, other):
    briefing = make.briefing(publish=False)
    desk.goto(change(briefing))
    other.goto(change(briefing))
    other.fill("#id_dek", "By Min-ji")
    expect(desk.get_by_text("Min-ji Park has this open")).to_be_visible(timeout=25_000)
    other.get_by_role("button", name="Save draft").click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    expect(desk.get_by_text("Min-ji Park saved version 2")).to_be_visible(timeout=25_000)
    expect(desk.get_by_text("Min-ji Park has this open")).to_have_count(0)
    assert Version.objects.count() == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_hinder_nobody_and_fit_a_phone(desk, theme):
    briefing = make.briefing("조선소가 흑자로 돌아섰다", language="ko")
    briefing.title = "조선소는 흑자로 돌아섰다"
    briefing.save(update_fields=["title"])
    make.drafting.freeze(briefing)
    desk.emulate_media(color_scheme=theme)
    base = f"/admin/briefings/briefing/{briefing.pk}"
    desk.goto(change(briefing))
    desk.fill("#id_dek", "한 문장.")
    expect(kept(desk)).to_contain_text("Saved", timeout=9000)
    for address in (f"{base}/change/", f"{base}/history/", f"{base}/compare/?old=1&new=2"):
        desk.goto(address)
        desk.wait_for_timeout(300)
        assert violations_in(theme, desk) == [], address
        desk.set_viewport_size({"width": 360, "height": 740})
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360, address
        desk.set_viewport_size({"width": 1280, "height": 900})


def test_what_both_changed_is_decided_on_a_page(desk, other):
    briefing = make.briefing(publish=False)
    desk.goto(change(briefing))
    other.goto(change(briefing))
    write(other, "Context", " Min-ji was here.")
    write(desk, "Context", " Edda was here.")
    other.get_by_role("button", name="Save and continue editing").click()
    # A click does not wait for what it sends: Edda may be quicker.
    expect(other.locator(".messagelist .success")).to_be_visible()
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_role("heading", name="Two texts for one piece")).to_be_visible()
    expect(desk.locator("ins", has_text="Min-ji was here.")).to_be_visible()
    expect(desk.locator(".both .ProseMirror")).to_be_visible()
    assert violations_in("light", desk) == []
    desk.set_viewport_size({"width": 360, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    box = desk.locator(".both .ProseMirror")
    box.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Both were here.")
    desk.get_by_role("button", name="Save the draft like this").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert briefing.parts.get(key="context").body == "<p>Both were here.</p>"
    said = [version.read().text for version in Version.objects.all()]
    assert any("Min-ji was here." in text for text in said) and any("Edda was here." in text for text in said)


def test_an_edition_asks_for_the_login_in_place_too(desk):
    edition = press.edition(press.weekly())
    desk.goto(f"/admin/briefings/edition/{edition.pk}/change/")
    desk.fill("#id_subject", "Typed too long")
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Save and continue editing").click()
    dialog = desk.get_by_role("dialog", name="Please log in again")
    dialog.get_by_label("User name").fill("edda")
    dialog.get_by_label("Password").fill(make.PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    edition.refresh_from_db()
    assert edition.subject == "Typed too long"


def test_a_browser_that_dies_loses_nothing_of_an_edition(desk):
    edition = press.edition(press.weekly(), make.briefing("Yards"))
    desk.goto(f"/admin/briefings/edition/{edition.pk}/change/")
    desk.fill("#id_subject", "Typed before the crash")
    expect(kept(desk)).to_contain_text("not saved yet", timeout=9000)
    with pytest.raises(Error):
        desk.goto("chrome://crash")
    page = desk.context.new_page()
    page.goto(f"/admin/briefings/edition/{edition.pk}/change/")
    expect(page.locator("#id_subject")).to_have_value("Typed before the crash")
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    edition.refresh_from_db()
    assert edition.subject == "Typed before the crash"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_two_at_one_edition_see_each_other_and_decide(desk, other, theme):
    edition = press.edition(press.weekly(), make.briefing("Yards"), intro="<p>Exports rose.</p>")
    address = f"/admin/briefings/edition/{edition.pk}/change/"
    desk.emulate_media(color_scheme=theme)
    desk.goto(address)
    other.goto(address)
    other.fill("#id_subject", "By Min-ji")
    write(other, "Introduction", " Min-ji was here.")
    expect(desk.get_by_text("Min-ji Park has this open")).to_be_visible(timeout=25_000)
    other.get_by_role("button", name="Save and continue editing").click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    expect(desk.get_by_text("Min-ji Park saved this edition")).to_be_visible(timeout=25_000)
    desk.fill("#id_subject", "By Edda")
    write(desk, "Introduction", " Edda was here.")
    assert violations_in(theme, desk) == []
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_role("heading", name="Two texts for one piece")).to_be_visible()
    expect(desk.locator("ins", has_text="Min-ji was here.")).to_be_visible()
    assert violations_in(theme, desk) == []
    desk.set_viewport_size({"width": 360, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    desk.get_by_role("button", name="my text is offered").click()
    expect(desk.locator("#id_subject")).to_have_value("By Min-ji")
    desk.get_by_role("link", name="Continue with it").click()
    expect(desk.locator("#id_subject")).to_have_value("By Edda")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
