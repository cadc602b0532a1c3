"""Unsaved text is kept for its writer, found again, compared, discarded; a new piece is never added twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from briefings import unsaved
from briefings.models import Autosave, Briefing, Credit, Origin, Version
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages

pytestmark = pytest.mark.django_db
NEW = "/admin/briefings/briefing/autosave/"


def address(briefing) -> str:
    return reverse("admin:briefings_briefing_autosave", args=[briefing.pk]) if briefing else NEW


def autosave(form, briefing=None, **changes):
    """What the script does: send the whole form, and remember key and revision."""
    data = {k: v for k, v in {**form.fields, **changes}.items() if "__prefix__" not in k}
    answer = form.client.post(address(briefing), data)
    if answer.status_code == 200:
        form.fields |= {"_key": answer.json()["key"], "_revision": str(answer.json()["revision"])}
    return answer


def part(form, key: str) -> str:
    return f"{form.row('parts', key=key)}-body"


def test_what_is_typed_is_there_when_the_form_is_opened_again(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    ana = make.person("Ana Reyes")
    form.new_row("credits", role="author", person=ana.pk)
    assert (
        autosave(form, briefing, title="Half a tit", **{part(form, "context"): "<p>Half a sent"}).status_code
        == 200
    )
    again = editor.edit(briefing)
    assert again.fields["title"] == "Half a tit"
    assert again.fields[part(again, "context")] == "<p>Half a sent"
    assert again.fields["credits-0-person"] == str(ana.pk)
    assert "It is not saved as a version yet." in again.html
    assert "errorlist" not in again.html
    briefing.refresh_from_db()
    assert briefing.title == "Yards return to profit"
    assert (Version.objects.count(), Credit.objects.count()) == (1, 0)


def test_text_that_is_not_valid_yet_is_kept_and_not_reproached(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    autosave(form, briefing, title="", starts_at_0="not a day", slug="no/slug")
    again = editor.edit(briefing)
    assert (again.fields["title"], again.fields["starts_at_0"]) == ("", "not a day")
    assert "errornote" not in again.html
    assert "errornote" in again.press("_save").text


def test_saving_it_ends_it(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    autosave(form, briefing, title="Typed")
    again = editor.edit(briefing)
    again.press("_save")
    assert Briefing.objects.get().title == "Typed"
    assert not Autosave.objects.exists()
    assert "not saved as a version" not in editor.edit(briefing).html


def test_many_autosaves_are_one_row_and_no_version(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    for n in range(5):
        autosave(form, briefing, title=f"Title {n}")
    assert [(row.title, row.revision) for row in Autosave.objects.all()] == [("Title 4", 5)]
    assert Version.objects.count() == 1


def test_a_second_window_does_not_write_over_the_first(editor):
    briefing = make.briefing(publish=False)
    one, two = editor.edit(briefing), editor.edit(briefing)
    autosave(one, briefing, title="From one")
    there = editor.edit(briefing)  # shows the text of the first, as its own
    autosave(one, briefing, title="From one, more")
    autosave(there, briefing, title="From there")
    autosave(two, briefing, title="From two")
    autosave(one, briefing, title="From one, most")
    assert {row.title for row in Autosave.objects.all()} == {"From one, most", "From there", "From two"}


def test_a_window_whose_answer_was_lost_goes_on_in_its_row(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    sent = {k: v for k, v in form.fields.items() if "__prefix__" not in k}
    editor.client.post(address(briefing), {**sent, "title": "Once"})
    editor.client.post(address(briefing), {**sent, "title": "Twice"})
    assert [row.title for row in Autosave.objects.all()] == ["Twice"]


def test_text_begun_on_an_older_version_is_offered_and_not_put_in_front(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    autosave(form, briefing, title="Old beginning")
    Desk(make.editor("kim")).edit(briefing).press("_save", title="Saved since")
    again = editor.edit(briefing)
    assert again.fields["title"] == "Saved since"
    key = Autosave.objects.get().key
    assert "You have unsaved text from" in again.html and f"?unsaved={key}" in again.html
    asked = editor.open(f"{again.address}?unsaved={key}")
    assert (asked.fields["title"], asked.fields["seen"]) == ("Old beginning", "1")
    autosave(again, briefing, title="Another")
    assert {row.title for row in Autosave.objects.all()} == {"Old beginning", "Another"}


def test_it_is_compared_with_what_is_saved(editor):
    briefing = make.briefing(publish=False, tags=["ships"])
    form = editor.edit(briefing)
    form.new_row("credits", role="author", person=make.person("Ana Reyes").pk)
    autosave(
        form,
        briefing,
        title="Yards return to loss",
        **{part(form, "context"): "<p>The pact of 2019 set it.</p>"},
    )
    compare = reverse("admin:briefings_briefing_compare", args=[briefing.pk])
    page = editor.client.get(f"{compare}?old=draft&new=unsaved-{form.fields['_key']}").text
    assert "[added] </span>loss" in page and "[added] </span>pact" in page and "Ana Reyes" in page
    assert "Tags" not in page
    assert (Credit.objects.count(), Version.objects.count()) == (0, 1)


def test_it_is_discarded(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    autosave(form, briefing, title="Typed")
    discard = reverse("admin:briefings_briefing_discard", args=[form.fields["_key"]])
    assert editor.client.get(discard).status_code == 405
    assert "discarded" in messages(editor.client.post(discard, follow=True))[0]
    assert editor.edit(briefing).fields["title"] == "Yards return to profit"
    assert editor.client.post(discard).status_code == 404


def test_a_new_piece_is_kept_before_it_has_a_row(editor):
    form = editor.add(format="briefing")
    autosave(form, title="조선소")
    autosave(form, title="조선소가 흑자로")
    assert (Autosave.objects.count(), Briefing.objects.count()) == (1, 0)
    page = editor.add(format="paper")
    assert page.fields["title"] == "" and "“조선소가 흑자로”" in page.html
    again = editor.open(f"/admin/briefings/briefing/add/?unsaved={form.fields['_key']}")
    assert again.fields["title"] == "조선소가 흑자로"
    again.press("_save")
    assert Briefing.objects.get().title == "조선소가 흑자로"
    assert "조선소" not in editor.add(format="paper").html


def test_a_new_piece_sent_twice_is_added_once_and_its_later_text_is_not_lost(editor):
    form = editor.add(format="briefing")
    form.press("_save", title="Sent")
    page = form.press("_save", title="Sent again, with more")
    assert [briefing.title for briefing in Briefing.objects.all()] == ["Sent"]
    assert "saved already" in messages(page)[0]
    assert 'value="Sent again, with more"' in page.text
    autosave(form, title="And even more")
    page = form.press("_save", title="Sent a third time")
    assert Briefing.objects.count() == 1
    assert 'value="Sent a third time"' in page.text


def test_a_preview_of_a_new_piece_claims_nothing(editor):
    form = editor.add(format="briefing")
    form.press("_preview", title="Looked at")
    form.press("_save", title="Saved")
    assert [briefing.title for briefing in Briefing.objects.all()] == ["Saved"]


def test_every_ten_minutes_of_writing_a_version_is_kept_aside(editor):
    briefing = make.briefing(publish=False, tags=["ships"])
    form, before = editor.edit(briefing), timezone.now() - timedelta(minutes=11)
    Version.objects.update(created=before)
    autosave(form, briefing, title="Young")
    assert Version.objects.count() == 1
    Autosave.objects.update(begun_at=before)
    autosave(form, briefing, title="Typed for a while")
    autosave(form, briefing, title="Typed for longer")
    kept = Version.objects.get(number=2)
    assert (kept.origin, kept.read().title, kept.created_by) == (
        Origin.KEPT,
        "Typed for a while",
        editor.user,
    )
    briefing.refresh_from_db()
    assert (briefing.latest_version.number, briefing.title) == (1, "Yards return to profit")
    editor.edit(briefing).press("_save")
    briefing.refresh_from_db()
    assert (briefing.latest_version.number, briefing.title) == (3, "Typed for longer")
    assert "kept while writing" in editor.client.get(f"/admin/briefings/briefing/{briefing.pk}/history/").text


def test_what_nobody_came_back_for_is_forgotten(editor):
    briefing = make.briefing(publish=False)
    autosave(editor.edit(briefing), briefing, title="Old")
    Autosave.objects.update(saved_at=timezone.now() - timedelta(days=61))
    autosave(editor.edit(briefing), briefing, title="Young")
    unsaved.purge()
    assert [row.title for row in Autosave.objects.all()] == ["Young"]


def test_a_writer_has_fifty_of_them_at_most(editor):
    for n in range(53):
        editor.client.post(NEW, {"title": f"Piece {n}", "_key": f"key{n}", "_window": "w"})
    assert Autosave.objects.count() == 50
    assert not Autosave.objects.filter(title="Piece 0").exists()


def test_opening_and_keeping_ask_little(editor):
    briefing = make.briefing(publish=False, authors=[make.person()], topics=[make.topic()], tags=["ships"])
    form = editor.edit(briefing)
    autosave(form, briefing, title="Typed")
    with CaptureQueriesContext(connection) as keeping:
        autosave(form, briefing, title="Typed on")
    with CaptureQueriesContext(connection) as opening:
        editor.edit(briefing)
    assert len(keeping) <= 12
    # The site's record is asked for by tests alone: a web process keeps it.
    assert len([query for query in opening if "newsroom_siterecord" not in query["sql"]]) <= 15


def test_nobody_sees_the_unsaved_text_of_others(editor, writer):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    autosave(form, briefing, title="My own thoughts")
    key = form.fields["_key"]
    compare = reverse("admin:briefings_briefing_compare", args=[briefing.pk])
    change = reverse("admin:briefings_briefing_change", args=[briefing.pk])
    assert "My own thoughts" not in writer.client.get(change).text
    assert "My own thoughts" not in writer.client.get(f"{change}?unsaved={key}").text
    assert writer.client.get(f"{compare}?old=draft&new=unsaved-{key}").status_code == 404
    assert writer.client.post(reverse("admin:briefings_briefing_discard", args=[key])).status_code == 404
    writer.client.post(address(briefing), {"title": "Mine now", "_key": key, "_revision": "1"})
    assert Autosave.objects.get(user=editor.user).title == "My own thoughts"


def test_it_needs_a_login_the_right_to_save_and_a_form_of_ours(editor):
    briefing = make.briefing(publish=False)
    stranger, reader = (
        User.objects.create_user("sam", is_staff=True),
        User.objects.create_user("lee", is_staff=True),
    )
    reader.user_permissions.add(Permission.objects.get(codename="view_briefing"))
    for where in (NEW, address(briefing)):
        assert editor.client.get(where).status_code == 405
        assert "/login/" in Client().post(where, {"title": "x"})["Location"]
        for user in (stranger, reader):
            client = Client()
            client.force_login(user)
            assert client.post(where, {"title": "x"}).status_code == 403
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor.user)
        assert strict.post(where, {"title": "x"}).status_code == 403
    assert editor.client.post("/admin/briefings/briefing/9999/autosave/", {"title": "x"}).status_code == 404
    assert not Autosave.objects.exists()


def test_scripts_learn_whether_somebody_is_logged_in(editor):
    session = reverse("admin:briefings_briefing_session")
    assert editor.client.get(session).json()["user"] == editor.user.pk
    answer = Client().get(session)
    assert answer.json()["user"] is None and answer.json()["csrf"]
    assert "no-store" in answer["Cache-Control"]
    outside = Client()
    outside.force_login(User.objects.create_user("reader"))
    assert outside.get(session).json()["user"] is None
