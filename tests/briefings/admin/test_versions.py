"""The versions of a briefing: their timeline, two side by side, a name, the way back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings import drafting, publishing
from briefings.editions.sending import send
from briefings.models import Briefing, Origin, Publication, Version
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db


def history(briefing) -> str:
    return reverse("admin:briefings_briefing_history", args=[briefing.pk])


def comparison(briefing, old, new) -> str:
    return f"{reverse('admin:briefings_briefing_compare', args=[briefing.pk])}?old={old}&new={new}"


def verb(name: str, briefing, number: int) -> str:
    return reverse(f"admin:briefings_briefing_version_{name}", args=[briefing.pk, number])


def rewrite(briefing, by=None, **changes) -> Version:
    """The briefing with another title, other bodies (`context="<p>…"`), as its next version."""
    for key, body in changes.items():
        if key == "title":
            briefing.title = body
            briefing.save(update_fields=["title"])
        else:
            briefing.parts.filter(key=key.replace("_", "-")).update(body=body)
    return drafting.freeze(briefing, by=by)


def test_the_timeline_says_who_saved_what(editor):
    briefing = make.briefing()
    editor.edit(briefing).press("_save", title="Yards return to a small profit")
    page = editor.client.get(history(briefing)).text
    assert "Changed: Title (2 words more)." in page
    assert "The first version." in page
    assert "readers see this" in page
    assert editor.user.username in page


def test_drafts_and_publications_are_told_apart(editor):
    briefing = make.briefing()
    rewrite(briefing, title="Only a draft")
    shown = {
        show: editor.client.get(f"{history(briefing)}?show={show}").text for show in ("drafts", "public")
    }
    assert ("Version 2" in shown["drafts"], "Version 1" in shown["drafts"]) == (True, False)
    assert ("Version 2" in shown["public"], "Version 1" in shown["public"]) == (False, True)


def test_fifty_versions_are_a_page_and_cost_no_more_than_two(editor):
    briefing = make.briefing(publish=False)
    editor.client.get(history(briefing))
    with CaptureQueriesContext(connection) as few:
        editor.client.get(history(briefing))
    for n in range(54):
        rewrite(briefing, title=f"Title {n}", by=editor.user)
    with CaptureQueriesContext(connection) as many:
        page = editor.client.get(history(briefing))
    assert page.text.count('<li class="entry') == 50
    assert "Page 1 of 2" in page.text
    assert "Changed: Title (1 word more, 1 word less)." in page.text.rpartition('<li class="entry')[2]
    assert len(many) <= len(few) + 1
    assert len(many) <= 15
    assert editor.client.get(f"{history(briefing)}?page=2").text.count('<li class="entry') == 5


def test_two_versions_side_by_side(editor):
    briefing = make.briefing()
    rewrite(briefing, context="<p>The old agreement of 2020 set the quota.</p>")
    page = editor.client.get(comparison(briefing, 1, 2)).text
    assert "[removed] </span>2019" in page
    assert "[added] </span>2020" in page and "[added] </span>old" in page
    assert "Employment" not in page


def test_korean_is_compared_by_its_syllables(editor):
    briefing = make.briefing("조선소가 흑자로 돌아섰다", language="ko")
    rewrite(briefing, title="조선소는 흑자로 돌아섰다")
    page = editor.client.get(comparison(briefing, 1, 2)).text
    assert "[removed] </span>가" in page and "[added] </span>는" in page


def test_the_draft_against_what_readers_see(editor):
    briefing = make.briefing()
    rewrite(briefing, title="Yards return to loss")
    page = editor.client.get(reverse("admin:briefings_briefing_compare", args=[briefing.pk])).text
    assert "what readers see" in page and "the draft" in page
    assert "[removed] </span>profit" in page and "[added] </span>loss" in page


def test_the_web_against_the_mail_as_sent(editor):
    series = make.series()
    briefing = make.briefing(series=series)
    sent = send(press.edition(series, briefing), site=SiteRecord.current(), mailed=False)
    rewrite(briefing, implication="<p>Employment in the ports will follow.</p>")
    publishing.publish(briefing)
    page = editor.client.get(history(briefing)).text
    assert f"old=sent-{sent.pk}" in page and "Sent with Strait View" in page
    found = editor.client.get(comparison(briefing, f"sent-{sent.pk}", "live")).text
    assert "[removed] </span>yards" in found and "[added] </span>ports" in found
    assert 'id="diff-kind"' not in found


def test_what_does_not_exist_is_not_found(editor):
    briefing, other = make.briefing(publish=False), make.briefing("Another")
    for old in ("9", "x", "live", "sent-4", "sent-x", "unsaved-4", "1" * 30):
        assert editor.client.get(comparison(briefing, old, "draft")).status_code == 404, old
    assert editor.client.post(verb("restore", other, 7)).status_code == 404


def test_an_earlier_version_becomes_the_draft_and_readers_see_no_change(editor):
    ana, ship, trade = make.person("Ana Reyes"), make.topic("Ships"), make.topic("Trade")
    briefing = make.briefing(
        authors=[ana], topics=[trade], tags=["steel"], image=make.image(), documents=[make.document()]
    )
    before = briefing.latest_version.content
    form = editor.edit(briefing)
    form.fields |= {"title": "Another", "tags": "cars", "topics": [str(ship.pk)], "image": ""}
    form.fields |= {"credits-0-DELETE": "on", "document_links-0-DELETE": "on"}
    form.fields |= {f"{form.row('parts', key='context')}-DELETE": "on"}
    form.press("_publish")
    briefing.refresh_from_db()
    public = Publication.objects.get().content
    page = editor.client.post(verb("restore", briefing, 1), follow=True)
    briefing.refresh_from_db()
    assert briefing.latest_version.content == before
    assert (briefing.latest_version.number, briefing.latest_version.origin) == (3, Origin.RESTORED)
    assert briefing.latest_version.created_by == editor.user
    assert Publication.objects.get().content == public
    assert "The draft says again what version 1 said" in page.text


def test_what_is_gone_is_left_out_and_told(editor):
    topic = make.topic("Ships")
    briefing = make.briefing(topics=[topic], publish=False)
    briefing.topics.clear()
    rewrite(briefing, title="Another")
    topic.delete()
    page = editor.client.post(verb("restore", briefing, 1), follow=True)
    assert "No longer there, and so left out: Ships." in page.text
    assert Briefing.objects.get().title == "Yards return to profit"


def test_a_version_has_a_name(editor):
    briefing = make.briefing(publish=False)
    editor.client.post(verb("name", briefing, 1), {"name": "  As agreed with <b>Ana</b> "})
    page = editor.client.get(f"{history(briefing)}?show=named").text
    assert "“As agreed with &lt;b&gt;Ana&lt;/b&gt;”" in page
    editor.client.post(verb("name", briefing, 1), {"name": ""})
    assert Version.objects.get().name == ""


def test_looking_changes_nothing_and_acting_needs_a_form_of_ours(editor):
    briefing = make.briefing(publish=False)
    rewrite(briefing, title="Another")
    for name in ("restore", "name"):
        assert editor.client.get(verb(name, briefing, 1)).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor.user)
        assert strict.post(verb(name, briefing, 1), {"name": "x"}).status_code == 403
    assert Version.objects.count() == 2
    assert Version.objects.filter(name="").count() == 2


def test_only_those_who_may_change_it_act_and_only_those_who_may_see_it_look():
    briefing = make.briefing()
    rewrite(briefing, title="Another")
    looking = [history(briefing), comparison(briefing, 1, 2)]
    acting = [verb("restore", briefing, 1), verb("name", briefing, 1)]
    anonymous = Client()
    for address in (*looking, *acting):
        assert "/login/" in (anonymous.post if address in acting else anonymous.get)(address)["Location"]
    stranger, reader, writer = Client(), Client(), Client()
    stranger.force_login(User.objects.create_user("sam", is_staff=True))
    onlooker = User.objects.create_user("lee", is_staff=True)
    onlooker.user_permissions.add(*_permission("view_briefing"))
    reader.force_login(onlooker)
    writer.force_login(make.writer())
    assert [stranger.get(address).status_code for address in looking] == [403, 403]
    assert [stranger.post(address).status_code for address in acting] == [403, 403]
    assert [reader.get(address).status_code for address in looking] == [200, 200]
    assert [reader.post(address).status_code for address in acting] == [403, 403]
    assert "Make it the draft again" not in reader.get(looking[0]).text
    assert [writer.post(address).status_code for address in acting] == [302, 302]
    publishing.bin(briefing)
    assert [writer.post(address).status_code for address in acting] == [403, 403]


def _permission(codename: str):
    return Permission.objects.filter(codename=codename)


def test_a_comparison_asks_little(editor):
    briefing = make.briefing(authors=[make.person()], topics=[make.topic()], tags=["ships"])
    rewrite(briefing, context="<p>Another.</p>", by=editor.user)
    editor.client.get(comparison(briefing, 1, 2))
    with CaptureQueriesContext(connection) as queries:
        editor.client.get(comparison(briefing, 1, 2))
    assert len(queries) <= 15
