"""Checks at the desk: beside the form, after saving, at publish; set by editors, waived with a reason."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import publishing
from briefings.admin.lookahead import pace
from briefings.models import Briefing, CheckRule, Publication, State, Term, Use, Waiver
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages
from tests.briefings.admin.test_lookahead import NEW, address, said

pytestmark = pytest.mark.django_db
UNFINISHED = "<p>The figure is TK.</p>"


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()


@pytest.fixture
def draft(db) -> Briefing:
    return make.briefing(
        publish=False, parts={**make.THREE_PARTS, "implication": ("Implication", UNFINISHED)}
    )


def page_of(name: str, briefing: Briefing) -> str:
    return reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk])


def seen_in(desk: Desk, briefing: Briefing) -> str:
    """What stands for the placeholder, as the page of checks has it."""
    html = desk.client.get(page_of("checks", briefing)).text
    return html[html.index("unfinished") :].split('name="seen" value="')[1][:64]


def waive(desk: Desk, briefing: Briefing, seen: str, reason: str = "A name of a place.", **more):
    return desk.client.post(page_of("waive", briefing), {"seen": seen, "reason": reason, **more}, follow=True)


def test_the_answer_of_the_preview_brings_findings_with_their_fields(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    part = form.row("parts", key="context")
    other = form.row("parts", key="implication")
    typed = {f"{part}-body": UNFINISHED, f"{other}-body": ""}
    answer = said(form, address(briefing), "", **typed)
    assert answer["html"] == "" and answer["blocks"] and answer["open"] >= 4
    assert f'href="#id_{part}-body" data-jump' in answer["checks"] and 'href="#id_topics"' in answer["checks"]
    assert "“Implication” is required and empty." in answer["checks"]
    assert "unfinished" in said(editor.add(format="article"), NEW, title="Headline TK")["checks"]


def test_what_is_found_costs_no_more_for_more_links_parts_and_people(editor):
    def cost(number: int) -> int:
        for n in range(number):
            make.person(f"Person {number} {n}")
        body = "".join(
            f'<p><a href="https://example.org/{n}">The report</a> said so.</p>' for n in range(number)
        )
        briefing = make.briefing(publish=False, parts={**make.THREE_PARTS, "context": ("Context", body)})
        form = editor.edit(briefing)
        said(form, address(briefing))
        with CaptureQueriesContext(connection) as queries:
            said(form, address(briefing))
        return len(queries)

    few = cost(1)
    assert cost(30) == few <= 20


def test_after_saving_what_is_open_is_said(editor, draft):
    page = editor.edit(draft).press("_continue", title="Headline")
    message = next(one for one in messages(page) if "open" in one)
    assert page_of("checks", draft) in message
    assert "unfinished" in message and f"{page_of('change', draft)}#id_parts-1-body" in message


def test_the_page_of_checks_shows_all_of_what_was_saved(editor, writer, draft):
    for desk in (editor, writer):
        html = desk.client.get(page_of("checks", draft)).text
        assert "unfinished" in html and "It has no topic" in html
        assert ("data-waive" in html) is (desk is editor)


def test_a_blocking_check_stops_publishing_until_it_is_mended(editor, draft):
    page = editor.edit(draft).press("_publish")
    said = messages(page)
    assert any("unfinished" in one and "#id_parts-1-body" in one for one in said)
    assert any(page_of("checks", draft) in one and "Waive" in one for one in said)
    assert Publication.objects.count() == 0
    form = editor.edit(draft)
    form.press("_publish", **{f"{form.row('parts', key='implication')}-body": "<p>It is 4.</p>"})
    assert Publication.objects.count() == 1


def test_advice_does_not_stop_it_and_is_said(editor):
    page = editor.edit(make.briefing(publish=False)).press("_publish")
    assert Publication.objects.count() == 1
    assert any("It has no topic" in one for one in messages(page))


def test_a_waived_finding_stops_nothing_and_stays_on_record(editor, draft):
    page = waive(editor, draft, seen_in(editor, draft))
    assert "Waived, with your name and reason." in messages(page)
    waiver = Waiver.objects.get()
    assert (waiver.name, waiver.reason, waiver.by) == ("placeholders", "A name of a place.", editor.user)
    assert "TK" in waiver.said
    assert "A name of a place." in LogEntry.objects.latest("pk").change_message
    assert "A name of a place." in page.text
    editor.edit(draft).press("_publish")
    assert Publication.objects.count() == 1


def test_a_waiver_holds_for_what_was_seen_alone(editor, draft):
    waive(editor, draft, seen_in(editor, draft))
    form = editor.edit(draft)
    form.press("_publish", **{f"{form.row('parts', key='implication')}-body": "<p>Another figure is TK.</p>"})
    assert Publication.objects.count() == 0


def test_a_waiver_can_be_taken_back(editor, draft):
    waive(editor, draft, seen_in(editor, draft))
    waive(editor, draft, Waiver.objects.get().seen, lift="1")
    assert not Waiver.objects.exists()
    editor.edit(draft).press("_publish")
    assert Publication.objects.count() == 0


def test_waivers_need_a_reason_and_a_finding(editor, draft):
    seen = seen_in(editor, draft)
    assert "A waiver needs a reason." in messages(waive(editor, draft, seen, reason=" "))
    assert any("Save the text first" in one for one in messages(waive(editor, draft, "0" * 64)))
    asked = {"seen": seen, "reason": ""}
    answer = editor.client.post(page_of("waive", draft), asked, headers={"Accept": "application/json"})
    assert answer.status_code == 409 and answer.json()["message"] == "A waiver needs a reason."
    assert not Waiver.objects.exists()


def test_what_is_required_cannot_be_waived(editor):
    briefing = make.briefing(publish=False)
    briefing.parts.filter(key="context").update(body="")
    editor.edit(briefing).press("_save", dek="Saved")
    html = editor.client.get(page_of("checks", briefing)).text
    required = html[html.index("“Context” is required") - 400 : html.index("“Context” is required") + 200]
    assert 'class="required"' in required and "data-waive" not in required


def test_the_system_is_not_stopped(draft):
    publishing.publish(draft)
    assert Publication.objects.get().pk == draft.pk


def test_a_correction_is_held_to_the_same(editor):
    briefing = make.briefing()
    form = editor.edit(briefing)
    form.press("_save", **{f"{form.row('parts', key='implication')}-body": UNFINISHED})
    page = editor.open(page_of("correct", briefing)).press("go", note="A figure was wrong.")
    assert any("unfinished" in one for one in messages(page))
    assert "TK" not in Publication.objects.get().text


def test_editors_set_how_strictly_a_check_is_taken(editor, draft):
    form = editor.open(reverse("admin:briefings_checkrule_changelist"))
    row = form.row("form", id=str(CheckRule.objects.get(name="placeholders").pk))
    assert form.fields[f"{row}-use"] == Use.BLOCKING
    form.press("_save", **{f"{row}-use": Use.ADVISORY})
    editor.edit(draft).press("_publish")
    assert Publication.objects.count() == 1


def test_a_limit_is_set_where_there_is_one(editor):
    rule = CheckRule.objects.get(name="headline")
    change = editor.open(reverse("admin:briefings_checkrule_change", args=[rule.pk]))
    assert "No wider than so many letters" in change.html
    change.press("_save", limit="5")
    briefing = make.briefing(publish=False)
    assert "beyond 5" in said(editor.edit(briefing), address(briefing))["checks"]
    other = CheckRule.objects.get(name="filing")
    editor.open(reverse("admin:briefings_checkrule_change", args=[other.pk])).press("_save", limit="5")
    other.refresh_from_db()
    assert other.limit is None


def test_the_list_of_spellings(editor):
    form = editor.open(reverse("admin:briefings_term_add"))
    form.press("_save", preferred="Han Daesu", variants="Han Dae-soo\n\n Hahn  Daesu \nHan Dae-soo")
    assert Term.objects.get().variants == ["Han Dae-soo", "Hahn Daesu"]
    page = form.press("_save", preferred="Han Daesu", variants="Han Daesu")
    assert "cannot be one of its variants" in page.text
    again = editor.open(reverse("admin:briefings_term_change", args=[Term.objects.get().pk]))
    assert again.fields["variants"] == "Han Dae-soo\nHahn Daesu"
    briefing = make.briefing("Han Dae-soo leaves", publish=False)
    assert "“Han Daesu”" in said(editor.edit(briefing), address(briefing))["checks"]


def test_links_to_other_sites_are_followed_after_saving(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    part = form.row("parts", key="context")
    body = '<p><a href="https://example.org/a#top">A</a> <a href="/publications/">B</a></p>'
    form.press("_save", **{f"{part}-body": body})
    job = ProcrastinateJob.objects.get(task_name="briefings.follow_links")
    assert job.args == {"addresses": ["https://example.org/a#top"]}


def test_who_may_do_what(editor, writer, draft):
    reader = Client()
    reader.force_login(User.objects.create_user("sam", is_staff=True))
    seen = seen_in(editor, draft)
    for name in ("checks", "waive"):
        assert "/login/" in Client().get(page_of(name, draft))["Location"]
    assert reader.get(page_of("checks", draft)).status_code == 403
    for client in (reader, writer.client):
        answer = client.post(page_of("waive", draft), {"seen": seen, "reason": "x"})
        assert answer.status_code == 403
    assert editor.client.get(page_of("waive", draft)).status_code == 405
    assert editor.client.post(page_of("checks", draft)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    assert strict.post(page_of("waive", draft), {"seen": seen, "reason": "x"}).status_code == 403
    assert not Waiver.objects.exists() and Briefing.objects.get().state == State.DRAFT


def test_only_editors_change_rules_and_spellings(editor, writer):
    rule = CheckRule.objects.get(name="filing")
    for name in ("checkrule", "term"):
        assert writer.client.get(reverse(f"admin:briefings_{name}_changelist")).status_code == 200
    assert writer.client.get(reverse("admin:briefings_term_add")).status_code == 403
    change = reverse("admin:briefings_checkrule_change", args=[rule.pk])
    assert writer.client.post(change, {"use": "off"}).status_code == 403
    for name in ("add", "delete"):
        args = [rule.pk] if name == "delete" else []
        assert editor.client.get(reverse(f"admin:briefings_checkrule_{name}", args=args)).status_code == 403
