"""Who else has a briefing open is shown on its form and in the list, and not for long after they have gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefings.models import Presence
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/briefing/"


def beat(desk, briefing, **said):
    return desk.client.post(address(briefing), said)


def address(briefing) -> str:
    return reverse("admin:briefings_briefing_presence", args=[briefing.pk])


def ago(**time) -> None:
    Presence.objects.update(**{name: timezone.now() - timedelta(seconds=s) for name, s in time.items()})


@pytest.fixture
def minji(writer):
    writer.user.first_name, writer.user.last_name = "Min-ji", "Park"
    writer.user.save()
    return writer


def test_others_are_told_who_has_it_open_and_when_they_typed(editor, minji):
    briefing = make.briefing(publish=False)
    beat(minji, briefing)
    assert beat(editor, briefing).json()["others"] == ["Min-ji Park has this open."]
    beat(minji, briefing, typed="1")
    assert beat(editor, briefing).json()["others"] == ["Min-ji Park has this open and is typing."]
    ago(typed_at=70)
    beat(minji, briefing)
    said = "Min-ji Park has this open, last typed 1 minute ago."
    assert beat(editor, briefing).json()["others"] == [said]
    assert said in editor.edit(briefing).html
    ago(typed_at=150)
    assert beat(minji, briefing).json()["others"] == ["edda has this open, last typed 2 minutes ago."]


def test_who_is_silent_or_leaves_is_gone(editor, minji):
    briefing = make.briefing(publish=False)
    beat(minji, briefing)
    ago(seen_at=31)
    assert beat(editor, briefing).json()["others"] == []
    beat(minji, briefing)
    beat(minji, briefing, leave="1")
    assert beat(editor, briefing).json()["others"] == []


def test_the_list_marks_what_others_have_open(editor, minji):
    briefing = make.briefing(publish=False)
    make.briefing("Another", publish=False)
    assert "column-at_it" not in editor.client.get(LIST).text
    beat(minji, briefing)
    assert editor.client.get(LIST).text.count("Min-ji Park") == 1
    assert "column-at_it" not in minji.client.get(LIST).text


def test_what_somebody_saved_since_is_told(editor, minji):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    minji.edit(briefing).press("_save", title="Saved meanwhile")
    said = beat(editor, briefing, seen=form.fields["seen"]).json()["newer"]
    assert said.startswith("Min-ji Park saved version 2 at ")
    assert beat(minji, briefing, seen="2").json()["newer"] == ""
    assert beat(minji, briefing, seen="1").json()["newer"].startswith("You saved version 2")
    assert beat(editor, briefing, seen="x").json()["newer"] == ""


def test_it_needs_a_login_the_right_to_change_and_a_form_of_ours(editor):
    briefing = make.briefing(publish=False)
    reader = User.objects.create_user("lee", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_briefing"))
    assert editor.client.get(address(briefing)).status_code == 405
    assert "/login/" in Client().post(address(briefing))["Location"]
    for user in (reader, User.objects.create_user("sam", is_staff=True)):
        client = Client()
        client.force_login(user)
        assert client.post(address(briefing)).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    assert strict.post(address(briefing)).status_code == 403
    assert not Presence.objects.exists()
