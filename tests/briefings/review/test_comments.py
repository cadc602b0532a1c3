"""Comments stand beside a part, are answered and resolved, and tell the colleagues whom they name."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from briefings import publishing
from briefings.models import Comment, Mention
from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.subscriptions.mailbox import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(db):
    return make.briefing(publish=False)


def address(briefing, note: Comment | None = None, verb: str = "comments") -> str:
    args = [briefing.pk, note.pk] if note else [briefing.pk]
    return reverse(f"admin:briefings_briefing_{verb}", args=args)


def write(desk, briefing, said: str, part: str = "implication", **headers):
    return desk.client.post(address(briefing), {"part": part, f"text-{part}": said}, headers=headers)


def test_a_comment_stands_beside_its_part_and_is_resolved(writer, editor, briefing):
    answer = write(editor, briefing, "Is this so?")
    assert answer["Location"].endswith("#comments-implication")
    note = Comment.objects.get()
    assert (note.part, note.version, note.author, note.who) == ("implication", 1, editor.user, "edda")
    shown = writer.edit(briefing).html
    beside = shown[shown.index('id="comments-implication"') : shown.index('id="comments-context"')]
    assert "Is this so?" in beside and "Resolve" in beside
    writer.client.post(address(briefing), {"answers": note.pk, f"answer-{note.pk}": "It is."})
    writer.client.post(address(briefing, note, "resolve"))
    note.refresh_from_db()
    assert (note.resolved_by, note.replies.get().text) == (writer.user, "It is.")
    assert "Open again" in writer.edit(briefing).html
    writer.client.post(address(briefing, note, "reopen"))
    note.refresh_from_db()
    assert note.resolved_at is None


def test_a_script_gets_the_thread_anew_or_the_reason(editor, briefing):
    thread = write(editor, briefing, "Is <this> so?", **{"X-Requested-With": "fetch"})
    assert thread.status_code == 200
    assert "Is &lt;this&gt; so?" in thread.text and "<html" not in thread.text
    for said, part in [(" ", "implication"), ("Where?", "no-such-part"), ("x" * 5001, "implication")]:
        refused = write(editor, briefing, said, part, **{"X-Requested-With": "fetch"})
        assert refused.status_code == 400 and refused.text
    assert Comment.objects.count() == 1


def test_a_comment_stays_when_its_part_goes(editor, briefing):
    write(editor, briefing, "Is this so?")
    briefing.parts.filter(key="implication").delete()
    assert "Is this so?" in editor.edit(briefing).html


def test_who_is_named_is_told_once(editor, briefing, jobs, mailbox):
    wren = make.writer()
    minji = User.objects.create_user(
        "minji.kim@example.org", "minji@example.org", first_name="민지", last_name="김", is_staff=True, is_superuser=True
    )  # fmt: skip
    User.objects.create_user("gone", "gone@example.org", is_staff=True, is_active=False)
    User.objects.create_user("reader", "reader@example.org")
    write(editor, briefing, "@wren, @김민지 and (@wren.): mail a@wren.org, @gone @reader @nobody @edda?")
    assert {mention.user for mention in Mention.objects.all()} == {wren, minji}
    assert jobs("tell_mentioned") == 2
    assert jobs("tell_mentioned") == 2  # done once more after a crash
    assert sorted(message["To"] for message in mailbox.mails) == ["minji@example.org", "wren@example.org"]
    note = Comment.objects.get()
    assert f"/admin/briefings/briefing/{briefing.pk}/change/#comment-{note.pk}" in text(mailbox.last)
    write(editor, briefing, "@minji.kim and @minji.kim@example.org")
    assert Mention.objects.filter(user=minji).count() == 2


def test_a_name_that_two_bear_names_nobody(editor, briefing):
    for domain in ("a.example", "b.example"):
        User.objects.create_superuser(f"kim@{domain}", f"kim@{domain}")
    write(editor, briefing, "@kim?")
    assert not Mention.objects.exists()
    write(editor, briefing, "@kim@a.example?")
    assert Mention.objects.get().user.username == "kim@a.example"


def test_who_may_not_see_a_piece_is_not_told_of_it(editor, briefing):
    make.editor("erik", make.series("Garam Papers"))
    write(editor, briefing, "@erik")
    assert not Mention.objects.exists()


@pytest.mark.parametrize("verb", ["comments", "resolve", "reopen"])
def test_strangers_and_other_desks_are_refused(editor, briefing, verb):
    note = publishing.comment(briefing, "Is this so?", by=editor.user)
    page = address(briefing, None if verb == "comments" else note, verb)
    said = {"part": "", "text-": "Me too"}
    assert Client().post(page, said)["Location"].startswith("/admin/login/")
    nobody = Client()
    nobody.force_login(User.objects.create_user("sam", is_staff=True))
    other = Desk(make.editor("erik", make.series("Garam Papers"))).client
    for client in (nobody, other):
        assert client.post(page, said).status_code == 403
    assert editor.client.get(page).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    assert strict.post(page, said).status_code == 403
    assert (Comment.objects.count(), Comment.objects.get().resolved_at) == (1, None)


def test_nothing_is_written_about_what_lies_in_the_bin(editor, briefing):
    publishing.bin(briefing)
    assert write(editor, briefing, "Still?").status_code == 403
