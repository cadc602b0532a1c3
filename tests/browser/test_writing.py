"""What the editor of texts offers beyond typing: links that follow, pictures, pull quotes, sources, keys, Hangul."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from briefings.models import BriefingPart, Publication
from tests import factories as make
from tests.browser.axe import violations_in
from tests.browser.desks import ADD, editor_of, part

pytestmark = pytest.mark.django_db(transaction=True)


def write(page: Page, heading: str, text: str) -> None:
    editor_of(page, heading).click()
    page.keyboard.insert_text(text)


def saved(page: Page, key: str = "implication") -> str:
    page.fill("#id_title", page.input_value("#id_title") or "Yards")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible(timeout=20_000)
    return BriefingPart.objects.filter(key=key).latest("pk").body


def test_a_link_is_chosen_by_search_and_kept_as_a_reference(desk):
    target, draft = make.briefing("Quota of 2019"), make.briefing("Quota of 2027", publish=False)
    make.topic("Quotas")
    desk.goto(ADD)
    write(desk, "Implication", "As said before")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    desk.keyboard.press("Control+k")
    field = desk.get_by_role("combobox", name="Search for a piece")
    field.fill("Quota")
    options = desk.get_by_role("listbox", name="What was found").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.nth(0)).to_contain_text("no link until it is public")
    assert violations_in("light", desk) == []
    for _twice in range(2):
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(field).to_have_value("Quota of 2019")
    desk.keyboard.press("Enter")
    expect(editor_of(desk, "Implication").locator("a")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Control+k")
    desk.get_by_role("combobox", name="Search for a piece").fill("quotas")
    desk.get_by_role("option", name="Quotas").click()
    desk.get_by_role("button", name="Apply").click()
    expect(editor_of(desk, "Implication").locator("a")).to_have_count(2)
    body = saved(desk)
    assert re.search(rf'<a data-ref="publication:{target.pk}" href="/p/{target.pk}">before</a>', body)
    assert re.search(r'<a data-ref="topic:\d+" href="/p/topic/\d+">Quotas</a>', body)
    assert draft.pk != target.pk


def test_mere_words_are_no_address_and_an_address_of_ours_is_recognised(desk):
    target = make.briefing("Quota of 2019")
    desk.goto(ADD)
    write(desk, "Implication", "before")
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+k")
    field = desk.get_by_role("combobox", name="Search for a piece")
    field.fill("no such thing")
    expect(desk.get_by_role("dialog").get_by_role("option")).to_have_count(0)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_visible()
    field.fill(target.publication.get_absolute_url())
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert saved(desk) == f'<p><a data-ref="publication:{target.pk}" href="/p/{target.pk}">before</a></p>'


# A selection and a key in one breath: the browser's event about the selection comes after both.
SELECT_AND_PRESS = """(text, key) => {
    getSelection().selectAllChildren(text.querySelector("p"))
    text.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true }))
}"""


def test_what_was_selected_when_the_key_came_is_linked(desk):
    desk.goto(ADD)
    write(desk, "Implication", "before")
    editor_of(desk, "Implication").evaluate(SELECT_AND_PRESS)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.keyboard.press("Control+k")  # it is still selected
    desk.keyboard.insert_text("example.org")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert saved(desk) == '<p><a href="https://example.org">before</a></p>'


def test_enter_waits_for_what_is_being_looked_up_but_not_forever(desk):
    target, late = make.briefing("Quota of 2019"), []
    desk.route("**/references/?q=*publications*", lambda route: late.append(route))
    desk.goto(ADD)
    write(desk, "Implication", "before")
    for address, answers in (
        (target.publication.get_absolute_url(), True),
        ("/publications/2019/gone/", False),
    ):
        editor_of(desk, "Implication").evaluate(SELECT_AND_PRESS)
        desk.get_by_role("combobox", name="Search for a piece").fill(address)
        desk.keyboard.press("Enter")
        desk.keyboard.press("Enter")  # impatient
        expect(desk.get_by_role("status").filter(has_text="Looking it up")).to_be_visible()
        assert violations_in("dark", desk) == []
        if answers:
            late.pop().continue_()
        expect(desk.get_by_role("dialog")).to_be_hidden()
        link = editor_of(desk, "Implication").locator("a")
        expect(link).to_have_attribute("href", f"/p/{target.pk}" if answers else address)
    late.pop().abort()


def test_a_picture_of_the_library_is_put_into_a_text(desk):
    image = make.image("Harbour", width=600, height=400, credit="Mina")
    make.image("Market", alt="")
    desk.goto(ADD)
    desk.fill("#id_title", "Yards")
    write(desk, "Implication", "Before.")
    part(desk, "Implication").get_by_role("button", name="Picture").click()
    expect(desk.get_by_text("Choose a picture first.")).to_be_hidden()
    desk.get_by_role("searchbox", name="Search pictures").fill("harb")
    expect(desk.locator(".picture-choices label")).to_have_count(1)
    desk.get_by_role("button", name="Apply").click()
    expect(desk.get_by_role("alert")).to_have_text("Choose a picture first.")
    desk.get_by_role("radio", name="Harbour").check()
    assert violations_in("light", desk) == []
    desk.get_by_label("What it shows").fill("Cranes")
    desk.get_by_role("button", name="Apply").click()
    figure = editor_of(desk, "Implication").locator("figure")
    expect(figure.locator("img")).to_have_js_property("complete", True)
    assert figure.locator("img").evaluate("picture => picture.naturalWidth") > 0
    figure.locator("figcaption").click()
    desk.keyboard.insert_text("At dusk")
    body = saved(desk)
    figure_html = (
        f'<figure data-image="{image.pk}" data-alt="Cranes"><figcaption>At dusk</figcaption></figure>'
    )
    assert body == f"<p>Before.</p>{figure_html}" or body == f"<p>Before.</p>{figure_html}<p></p>"
    expect(
        editor_of(desk, "Implication").locator("figure img")
    ).to_be_visible()  # it comes back when the form is read


def test_a_pull_quote_and_the_source_of_a_bullet(desk):
    target = make.briefing("Export figures")
    desk.goto(ADD)
    desk.fill("#id_title", "Yards")
    write(desk, "What Happened", "Exports rose.")
    part(desk, "What Happened").get_by_role("button", name="Source").click()
    desk.get_by_label("Who says so").fill("Ministry of Trade")
    desk.get_by_role("dialog").get_by_role("combobox").fill("export fig")
    desk.get_by_role("option", name="Export figures").click()
    desk.get_by_role("button", name="Apply").click()
    desk.keyboard.press("Enter")
    desk.keyboard.insert_text("Next.")
    write(desk, "Implication", "Nobody saw it coming.")
    part(desk, "Implication").get_by_role("button", name="Pull quote").click()
    write(desk, "Context", "Old.")
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("button", name="Publish all the same").click()
    expect(desk.get_by_text("See it on the site")).to_be_visible()
    says = {one.key: one.html for one in Publication.objects.exclude(pk=target.pk).get().says.parts}
    link = f'<a href="{target.publication.get_absolute_url()}">Ministry of Trade</a>'
    assert says["what-happened"] == f"<ul><li>Exports rose. <small>{link}</small></li><li>Next.</li></ul>"
    assert says["implication"] == '<blockquote data-pull=""><p>Nobody saw it coming.</p></blockquote>'


def test_the_keys_are_listed_and_lead_to_the_buttons_and_back(desk):
    desk.goto(ADD)
    write(desk, "Implication", "x")
    desk.keyboard.press("Control+/")
    keys = desk.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Heading")
    assert violations_in("dark", desk) == []
    desk.keyboard.press("Escape")
    expect(editor_of(desk, "Implication")).to_be_focused()
    desk.keyboard.press("Alt+F10")
    expect(part(desk, "Implication").get_by_role("button", name="Heading", exact=True)).to_be_focused()
    desk.keyboard.press("Escape")
    expect(editor_of(desk, "Implication")).to_be_focused()
    part(desk, "What Happened").get_by_role("button", name="Keyboard shortcuts").click()
    expect(desk.get_by_role("dialog", name="Keyboard shortcuts")).not_to_contain_text("Heading")


def compose(page: Page, *steps: str) -> None:
    """Hangul as an input method makes it: each step is what the syllable in the making looks like."""
    session = page.context.new_cdp_session(page)
    for text in steps:
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    session.send("Input.insertText", {"text": steps[-1]})
    session.detach()


def test_a_syllable_in_the_making_outlives_autosave_and_the_keys(desk):
    desk.goto(f"/admin/briefings/briefing/{make.briefing(publish=False).pk}/change/")
    editor_of(desk, "Implication").click()
    desk.keyboard.press("Control+a")
    session = desk.context.new_cdp_session(desk)
    session.send("Input.imeSetComposition", {"text": "하", "selectionStart": 1, "selectionEnd": 1})
    expect(desk.get_by_text("not yet as a version")).to_be_visible(timeout=20_000)  # kept meanwhile
    session.send("Input.imeSetComposition", {"text": "한", "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "한"})
    compose(desk, "ㄱ", "구", "국")
    expect(part(desk, "Implication").locator("[data-words]")).to_have_text("1")
    assert saved(desk) == "<p>한국</p>"


def test_hangul_is_composed_everywhere(desk):
    make.topic("수출", names={"ko": "수출"})
    desk.goto(ADD)
    desk.focus("#id_title")
    compose(desk, "ㅅ", "수")
    compose(desk, "ㅊ", "추", "출")
    desk.focus("#id_dek")
    compose(desk, "ㄴ", "느", "늘")
    editor_of(desk, "Implication").click()
    for syllable in (("ㅎ", "하", "한"), ("ㄱ", "구", "국")):
        compose(desk, *syllable)
    expect(part(desk, "Implication").locator("[data-words]")).to_have_text("1")
    desk.keyboard.press("Control+b")
    compose(desk, "ㅇ", "으", "은")
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Control+k")
    field = desk.get_by_role("combobox", name="Search for a piece")
    compose(desk, "ㅅ", "수")
    compose(desk, "ㅊ", "추", "출")
    expect(field).to_have_value("수출")
    desk.get_by_role("option", name="수출").click()
    desk.get_by_role("button", name="Apply").click()
    assert desk.input_value("#id_title") == "수출" and desk.input_value("#id_dek") == "늘"
    assert re.fullmatch(r"<p>한국<strong>은</strong> <a data-ref=.*>수출</a></p>", saved(desk))
