"""A preview is the public page over the draft, for those who may see drafts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def address(briefing) -> str:
    return reverse("admin:briefings_briefing_preview", args=[briefing.pk])


def test_the_button_saves_and_shows_the_draft_while_readers_see_what_was_published(editor, client):
    briefing = make.briefing()
    form = editor.edit(briefing)
    part = form.row("parts", key="implication")
    page = form.press("_preview", **{f"{part}-body": "<p>Only in the draft.</p>"})
    assert page.redirect_chain[-1][0] == address(briefing)
    assert "Only in the draft." in page.text and "Yards return to profit" in page.text
    assert "no-store" in page["Cache-Control"] and "noindex" in page["X-Robots-Tag"]
    assert "Only in the draft." not in client.get(briefing.get_absolute_url(), follow=True).text


def test_a_piece_never_published_has_a_preview(editor):
    briefing = make.briefing("한반도 무역 전망", publish=False, undated=True)
    assert "한반도 무역 전망" in editor.client.get(address(briefing)).text


def test_an_earlier_version_can_be_read(editor):
    briefing = make.briefing()
    editor.edit(briefing).press("_save", title="Quite another title")
    history = editor.client.get(reverse("admin:briefings_briefing_history", args=[briefing.pk])).text
    assert f"{address(briefing)}?version=1" in history
    assert "Quite another title" not in editor.client.get(f"{address(briefing)}?version=1").text
    assert editor.client.get(f"{address(briefing)}?version=99").status_code == 404
    assert editor.client.get(f"{address(briefing)}?version=x").status_code == 404


def test_it_needs_a_login_and_the_right_to_see_briefings(editor):
    briefing = make.briefing(publish=False)
    anonymous = Client().get(address(briefing))
    assert anonymous.status_code == 302 and "/login/" in anonymous["Location"]
    stranger = Client()
    stranger.force_login(User.objects.create_user("sam", password=make.PASSWORD, is_staff=True))
    assert stranger.get(address(briefing)).status_code == 403
    assert stranger.get(reverse("admin:briefings_briefing_history", args=[briefing.pk])).status_code == 403
