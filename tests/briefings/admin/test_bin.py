"""Deleting goes to the bin; restoring brings everything back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from briefings import drafting
from briefings.models import Briefing, Publication, Redirect, State
from tests import factories as make
from tests.briefings.admin.desk import messages

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/briefing/"


def whole() -> Briefing:
    return make.briefing(
        authors=[make.person("Ana Reyes")],
        image=make.image(),
        documents=[make.document()],
        topics=[make.topic()],
        tags=["ships"],
    )


def test_deleting_one_puts_it_into_the_bin_and_restoring_brings_it_back_whole(editor):
    briefing = whole()
    before = drafting.content_of(Briefing.objects.get())
    confirm = editor.open(reverse("admin:briefings_briefing_delete", args=[briefing.pk]))
    assert "can be restored whole" in confirm.html
    page = confirm.press("confirm")
    assert "restored for 30 days" in messages(page)[0]
    assert Publication.objects.count() == 0
    assert editor.client.get(Redirect.objects.get().path).status_code == 410
    editor.open(reverse("admin:briefings_briefing_change", args=[briefing.pk]))
    editor.client.post(reverse("admin:briefings_briefing_restore", args=[briefing.pk]))
    restored = Briefing.objects.kept().get()
    assert restored.state == State.WITHDRAWN
    assert drafting.content_of(restored) == before


def test_the_action_of_the_list_puts_into_the_bin_too(editor):
    first, second = make.briefing("First"), make.briefing("Second", publish=False)
    chosen = {"action": "delete_selected", "_selected_action": [first.pk, second.pk]}
    page = editor.client.post(LIST, chosen)
    assert "These go into the bin" in page.text and "First (published)" in page.text
    page = editor.client.post(LIST, {**chosen, "post": "yes"}, follow=True)
    assert messages(page) == ["2 briefings lie in the bin now."]
    assert Briefing.objects.binned().count() == 2
    assert "First" not in page.text


def test_the_bin_is_listed_with_time_left_and_restores_several(editor):
    briefing = whole()
    editor.client.post(reverse("admin:briefings_briefing_delete", args=[briefing.pk]), {"post": "yes"})
    page = editor.client.get(LIST, {"bin": "yes"})
    assert "29 days" in page.text
    assert "delete_selected" not in page.text
    action = {"action": "restore_selected", "_selected_action": [briefing.pk]}
    editor.client.post(f"{LIST}?bin=yes", action)
    assert Briefing.objects.kept().count() == 1


def test_what_lies_in_the_bin_cannot_be_edited(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    editor.client.post(reverse("admin:briefings_briefing_delete", args=[briefing.pk]), {"post": "yes"})
    assert form.press("_save", title="Too late").status_code == 403
    assert Briefing.objects.get().title == briefing.title
    assert "Restore from the bin" in editor.edit(briefing).html


def test_writers_neither_delete_nor_restore(writer, editor):
    briefing = make.briefing(publish=False)
    delete = reverse("admin:briefings_briefing_delete", args=[briefing.pk])
    assert writer.client.post(delete, {"post": "yes"}).status_code == 403
    editor.client.post(delete, {"post": "yes"})
    restore = reverse("admin:briefings_briefing_restore", args=[briefing.pk])
    assert writer.client.post(restore).status_code == 403
    assert editor.client.get(restore).status_code == 405
    assert Briefing.objects.binned().count() == 1
