"""A draft shared with a guest: by a link that ends, is counted, can be taken back and is kept by nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefings import drafting, publishing
from briefings.models import Activity, Comment, Review, Share, ShareView
from tests import factories as make
from tests.briefings.admin.desk import Desk, Form, messages
from tests.subscriptions.mailbox import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(db):
    return make.briefing("Embargoed: the merger", publish=False)


def shared(briefing, **may) -> str:
    until = timezone.now() + timedelta(days=3)
    _share, token = publishing.share(briefing, guest="Dr Han", until=until, **may)
    return f"/share/{token}/"


def sharing(briefing) -> str:
    return reverse("admin:briefings_briefing_sharing", args=[briefing.pk])


def test_an_editor_makes_a_link_that_opens_the_draft(editor, briefing, client):
    form = editor.open(sharing(briefing))
    page = form.press("share", guest="Dr Han, on the figures", may_comment="")
    (link,) = re.findall(r'href="http://[^/"]+(/share/[^"]+)"', " ".join(messages(page)))
    shown = client.get(link)
    assert briefing.title in shown.text and "A draft, shared with you in confidence." in shown.text
    assert "Employment in the yards will follow." in shown.text
    assert link not in editor.client.get(sharing(briefing)).text  # shown once
    assert Share.objects.get().digest not in link
    assert list(Activity.objects.values_list("who", "what", "words")) == [
        ("edda", "shared", "Dr Han, on the figures")
    ]
    last = form.press("share", guest="Dr Han", last_day="2020-01-01")
    assert any("A link ends within" in said for said in messages(last))


def test_nobody_keeps_it(briefing, client, settings):
    settings.PAGE_CACHE_MEGABYTES = 8
    address = shared(briefing, may_comment=True)
    page = client.get(address)
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"] and 'content="noindex"' in page.text
    assert not page.cookies and "ETag" not in page
    Share.objects.update(revoked_at=timezone.now())
    assert client.get(address).status_code == 404  # and not from any cache


def test_reading_changes_nothing_but_the_count(briefing, client):
    address = shared(briefing, may_comment=True, may_agree=True)
    for _again in range(3):
        client.get(address)
    client.head(address)
    assert sum(view.times for view in ShareView.objects.all()) == 3
    for verb in ("comment", "approve"):
        assert client.get(f"{address}{verb}/").status_code == 405
    assert not Comment.objects.exists() and not Activity.objects.filter(what="agreed").exists()


def test_a_guest_comments_and_approves_the_version_that_was_read(briefing, editor, client, jobs, mailbox):
    until = timezone.now() + timedelta(days=3)
    _share, token = publishing.share(
        briefing, guest="Dr Han", until=until, may_comment=True, may_agree=True, by=editor.user
    )
    strict = Client(enforce_csrf_checks=True)
    form = Form(strict, f"/share/{token}/", strict.get(f"/share/{token}/").text)
    comment = {
        "who": "Han Jiwon",
        "part": "implication",
        "text": "Say which yards.",
        "key": form.fields["key"],
    }
    assert strict.post(f"/share/{token}/comment/", comment).status_code == 302
    note = Comment.objects.get()
    assert (note.who, note.part, note.author, note.version) == ("Han Jiwon", "implication", None, 1)
    assert "Say which yards." in editor.edit(briefing).html and "(guest)" in editor.edit(briefing).html
    agreed = {"who": "Han Jiwon", "version": "1", "key": form.fields["key"]}
    for _again in range(2):
        assert strict.post(f"/share/{token}/approve/", agreed).status_code == 302
    assert "Han Jiwon has approved version 1." in strict.get(f"/share/{token}/").text
    assert Activity.objects.filter(what="agreed", who="Han Jiwon", version=1).count() == 1
    assert not Review.objects.exists()  # the decision is the editors'
    assert jobs("tell_guest_answered") == 2
    assert mailbox.subjects() == [
        "Han Jiwon commented on “Embargoed: the merger”",
        "Han Jiwon agrees to “Embargoed: the merger”",
    ]
    assert "Say which yards." in text(mailbox.mails[0])
    briefing.title = "Changed since"
    briefing.save(update_fields=["title"])
    drafting.freeze(briefing)
    again = strict.post(f"/share/{token}/approve/", agreed)
    assert again.status_code == 400 and "The text has changed since you read it." in again.text


def test_guests_do_no_more_than_they_may(briefing, client):
    address = shared(briefing)
    other = shared(make.briefing("Another", publish=False), may_comment=True, may_agree=True)
    key = re.search(r'name="key" value="([^"]+)"', client.get(other).text).group(1)
    assert 'name="key"' not in client.get(address).text
    for verb in ("comment", "approve"):
        said = {"who": "Sam", "text": "x", "version": "1"}
        assert client.post(f"{address}{verb}/", {**said, "key": key}).status_code == 403
        for forged in ("", "x", key[:-2]):
            assert client.post(f"{other}{verb}/", {**said, "key": forged}).status_code == 403
    assert client.post(f"{other}comment/", {"who": "", "text": "x", "key": key}).status_code == 400
    assert not Comment.objects.exists()


def test_an_embargo_is_said(briefing, client, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    briefing.embargoed_until = make.on(2031, 2, 3, 0)
    briefing.save(update_fields=["embargoed_until"])
    assert "Under embargo until Feb. 3, 2031, 9 a.m. (Asia/Seoul)." in client.get(shared(briefing)).text


def test_it_ends(briefing, client):
    address = shared(briefing)
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    assert client.get("/share/made-up/").status_code == 404
    gone = shared(briefing)
    publishing.bin(briefing)
    assert client.get(gone).status_code == 404


def test_comments_of_colleagues_are_not_shown_to_guests(briefing, editor, client):
    publishing.comment(briefing, "Between us: doubtful.", by=editor.user)
    assert "Between us" not in client.get(shared(briefing, may_comment=True)).text


def test_it_is_taken_back(briefing, editor, client):
    address = shared(briefing)
    client.get(address)
    share = Share.objects.get()
    revoke = reverse("admin:briefings_briefing_revoke", args=[briefing.pk, share.pk])
    assert editor.client.get(revoke).status_code == 405
    said = messages(editor.client.post(revoke, follow=True))
    assert said == ["The link for Dr Han no longer opens anything."]
    assert client.get(address).status_code == 404
    assert "taken back" in editor.client.get(sharing(briefing)).text


def test_writers_strangers_and_other_desks_share_nothing(briefing, writer, client):
    shared(briefing)
    revoke = reverse("admin:briefings_briefing_revoke", args=[briefing.pk, Share.objects.get().pk])
    other = Desk(make.editor("erik", make.series("Garam Papers")))
    for page in (sharing(briefing), revoke):
        assert client.post(page)["Location"].startswith("/admin/login/")
        assert writer.client.post(page, {"guest": "x"}).status_code == 403
        assert other.client.post(page, {"guest": "x"}).status_code == 403
    assert "/sharing/" not in writer.edit(briefing).html
    assert Share.objects.filter(revoked_at=None).count() == 1
