"""Previews in the back office: who may see them, and that they are shut in and kept by nobody."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from briefings.editions.sending import send
from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.briefings.editions import press


@pytest.fixture
def edition(site):
    series = press.weekly("ana@example.org")
    made = press.edition(series, make.briefing("Yards return", series=series), intro="<p>Good morning.</p>")
    made.series.mailing_list.names = {"ko": "해협 브리핑"}
    made.series.mailing_list.save()
    return made


def addresses(edition) -> list[str]:
    start = f"/admin/briefings/edition/{edition.pk}/preview/"
    return [start, *(f"{start}{rest}" for rest in ("page/", "mail/en/", "mail/ko/?scheme=dark", "text/ko/"))]


def test_everything_beside_each_other(edition, editor):
    overview, page, mail, dark, text = [editor.client.get(address) for address in addresses(edition)]
    for answer in (overview, page, mail, dark, text):
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
    frames = re.findall(r'<iframe [^>]*src="([^"]*)"[^>]*\ssandbox="allow-popups"', overview.text)
    assert len(frames) == 5 and all(editor.client.get(frame).status_code == 200 for frame in frames)
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"] and "Good morning." in page.text
    for answer in (mail, dark):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "sandbox allow-popups" in policy and "script" not in policy
        assert "Good morning." in answer.text and "--token" not in answer.text
    assert "prefers-color-scheme" in mail.text and "prefers-color-scheme" not in dark.text
    assert (
        "해협 브리핑" in dark.text and text["Content-Type"].startswith("text/plain") and "구독" in text.text
    )
    assert "Strait View 12: Yards return to profit"[:30] in overview.text and "kB" in overview.text
    assert "Nobody has noted that mail from example.org is signed" in overview.text


def test_its_links_to_leave_are_harmless(edition, editor, client):
    mail = editor.client.get(addresses(edition)[2]).text
    for name in ("unsubscribe", "preferences"):
        (address,) = re.findall(rf'href="http://127.0.0.1:8000(/{name}/[^"]+)"', mail)
        for answer in (client.get(address), client.post(address, {"List-Unsubscribe": "One-Click"})):
            assert answer.status_code == 200 and "This was a test" in answer.text


def test_only_those_who_may_see_editions(edition):
    stranger = Client()
    writer = Desk(make.writer())
    writer.user.groups.clear()
    looking = Desk(make.writer("lou"))
    looking.user.groups.clear()
    looking.user.user_permissions.add(Permission.objects.get(codename="view_edition"))
    for address in addresses(edition):
        assert stranger.get(address).status_code == 302, address
        assert writer.client.get(address).status_code == 403, address
        assert looking.client.get(address).status_code == 200, address
    assert "Send the test" not in looking.client.get(addresses(edition)[0]).text
    test = reverse("admin:briefings_edition_preview_test", args=[edition.pk])
    for asking, expected in ((stranger, 302), (writer.client, 403), (looking.client, 403)):
        assert asking.post(test, {"to": [looking.user.pk], "language": "en"}).status_code == expected


def test_what_is_not_there(edition, editor):
    start = addresses(edition)[0]
    for address in (
        f"{start}mail/xx/",
        f"{start}text/en%00/",
        f"{start}?language=xx",
        start.replace(str(edition.pk), "999"),
    ):
        assert editor.client.get(address).status_code == 404, address


def test_what_was_sent_is_shown_as_it_was(edition, editor, site):

    send(edition, site=site)
    piece = edition.items.get().briefing
    piece.title = "Changed since"
    piece.save()
    edition.items.all().delete()
    overview = editor.client.get(addresses(edition)[0])
    assert "Before it can go out" not in overview.text
    assert "Yards return" in editor.client.get(addresses(edition)[2]).text
