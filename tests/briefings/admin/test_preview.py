"""A preview is the public page over the draft, for those who may see drafts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from briefings.models import Briefing, Credit, Version
from tests import factories as make

pytestmark = pytest.mark.django_db


def address(briefing) -> str:
    return reverse("admin:briefings_briefing_preview", args=[briefing.pk])


def test_the_button_shows_what_is_on_the_screen_and_keeps_nothing(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    form.new_row("credits", role="author", person=make.person("Ana Reyes").pk)
    part = form.row("parts", key="implication")
    page = form.press("_preview", title="As typed", tags="ships", **{f"{part}-body": "<p>Not saved yet.</p>"})
    assert all(text in page.text for text in ("As typed", "Not saved yet.", "Ana Reyes", "ships"))
    assert "no-store" in page["Cache-Control"] and "noindex" in page["X-Robots-Tag"]
    assert Briefing.objects.get().title == briefing.title
    assert (Credit.objects.count(), Version.objects.count()) == (0, 1)


def test_a_new_piece_is_previewed_before_its_first_save(editor):
    form = editor.add(format="article")
    page = form.press("_preview", title="한반도 무역", **{"parts-0-body": "<p>수출이 늘었다.</p>"})
    assert "한반도 무역" in page.text and "수출이 늘었다." in page.text
    assert Briefing.objects.count() == 0


def test_readers_see_what_was_published_while_the_preview_shows_the_draft(editor, client):
    briefing = make.briefing()
    editor.edit(briefing).press("_save", title="Only in the draft")
    assert "Only in the draft" in editor.client.get(address(briefing)).text
    assert "Only in the draft" not in client.get(briefing.get_absolute_url(), follow=True).text


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
