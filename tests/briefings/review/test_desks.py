"""Who is limited to some sections works on these, and on what they began or were given; the roles hold each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from briefings import publishing
from briefings.editions import scheduling, sending
from briefings.editions.errors import NotAllowed
from briefings.models import Briefing, Desk, State
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.admin import desk
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/briefings/briefing/calendar/"
LIST, ADD = "/admin/briefings/briefing/", "/admin/briefings/desk/add/"
PAGES = ("change", "history", "delete", "preview", "activity", "sharing", "correct", "retract", "withdraw")


@pytest.fixture
def peninsula(db):
    return make.channel("The Peninsula")


@pytest.fixture
def papers(db):
    return make.series("Garam Papers")


@pytest.fixture
def erik(papers) -> desk.Desk:
    return desk.Desk(make.editor("erik", papers))


def test_without_a_desk_everything_is_in_reach(editor, papers):
    make.briefing("A paper", series=papers)
    make.briefing("A note")
    listed = editor.client.get(LIST).text
    assert "A paper" in listed and "A note" in listed


def test_lists_show_what_is_of_ones_own_desk(erik, papers, peninsula):
    make.briefing("A paper", series=papers, publish=False)
    make.briefing("A note", channel=peninsula, publish=False)
    listed = erik.client.get(LIST).text
    assert "A paper" in listed and "A note" not in listed
    make.briefing("A public note", channel=peninsula)
    offered = erik.client.get(
        "/admin/autocomplete/",
        {"app_label": "briefings", "model_name": "briefing", "field_name": "translation_of", "term": "note"},
    )
    assert [row["text"] for row in offered.json()["results"]] == ["A public note"]


def test_a_channel_brings_its_series(peninsula):
    strait = make.series("Strait View", channel=peninsula)
    hana = desk.Desk(make.editor("hana", peninsula))
    briefing = make.briefing("A view", series=strait, publish=False)
    hana.edit(briefing).press("_publish")
    assert Briefing.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_other_desks_are_refused(erik, peninsula, name):
    briefing = make.briefing(channel=peninsula)
    page = reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk])
    assert erik.client.get(page).status_code == 403
    assert erik.client.post(page, {"note": "x", "post": "yes"}).status_code == 403
    assert Briefing.objects.get().state == State.PUBLISHED


def test_the_verbs_refuse_other_desks(erik, peninsula):
    briefing, by = make.briefing(channel=peninsula), erik.user
    for verb in (
        lambda: publishing.publish(briefing, by=by),
        lambda: publishing.unpublish(briefing, by=by),
        lambda: publishing.correct(briefing, note="x", by=by),
        lambda: publishing.retract(briefing, note="x", by=by),
        lambda: publishing.bin(briefing, by=by),
        lambda: publishing.approve(briefing, by=by),
        lambda: publishing.request_changes(briefing, by=by),
        lambda: publishing.submit(briefing, by=by),
        lambda: publishing.assign(briefing, by, by=by),
        lambda: publishing.comment(briefing, "x", by=by),
    ):
        with pytest.raises(publishing.NotAllowed):
            verb()


def test_what_one_began_or_was_given_can_be_written_and_not_published(erik, peninsula):
    own = make.briefing("Mine", channel=peninsula, publish=False, created_by=erik.user)
    given = make.briefing("Given", channel=peninsula, publish=False)
    publishing.assign(given, erik.user)
    listed = erik.client.get(LIST).text
    assert "Mine" in listed and "Given" in listed
    for briefing in (own, given):
        form = erik.edit(briefing)
        assert "_publish" not in form.buttons
        form.press("_save", dek="Written by Erik")
        assert "You do not have the right to do this." in desk.messages(erik.edit(briefing).press("_publish"))
    assert set(Briefing.objects.values_list("dek", "state")) == {("Written by Erik", State.DRAFT)}


def test_nothing_is_moved_between_desks(erik, papers, peninsula):
    own = make.briefing("A paper", series=papers, publish=False)
    page = erik.edit(own).press("_save", series="", channel=peninsula.pk)
    assert "You do not work on this section." in page.text
    given = make.briefing("Given", channel=peninsula, publish=False)
    publishing.assign(given, erik.user)
    page = erik.edit(given).press("_save", series=papers.pk)
    assert "You do not work on this section." in page.text
    fresh = make.briefing("Fresh", publish=False, created_by=erik.user)
    erik.edit(fresh).press("_save", series=papers.pk)
    assert Briefing.objects.get(title="Fresh").series == papers


def test_editions_of_other_series_are_left_to_others(erik, papers):
    strait = press.weekly()
    own = press.edition(papers, make.briefing(series=papers), subject="Our issue")
    other = press.edition(strait, make.briefing(series=strait), subject="Their issue")
    press.site()
    listed = erik.client.get("/admin/briefings/edition/").text
    assert "Our issue" in listed and "Their issue" not in listed
    send = [reverse("admin:briefings_edition_send", args=[edition.pk]) for edition in (own, other)]
    assert [erik.client.get(page).status_code for page in send] == [200, 404]
    for verb in (
        lambda: sending.send(other, site=SiteRecord.current(), mailed=False, by=erik.user),
        lambda: scheduling.cancel(other, by=erik.user),
    ):
        with pytest.raises(NotAllowed):
            verb()
    begun = erik.open(f"/admin/briefings/edition/add/?series={strait.pk}").press("_save", subject="Begun")
    assert begun.status_code == 403
    assert "Their issue" not in erik.client.get(f"{CALENDAR}?day=2026-11-20").text


def test_managing_editors_say_who_works_where_and_editors_do_not(editor, papers):
    mina, wren = desk.Desk(make.managing_editor()), make.writer()
    assert editor.client.get(ADD).status_code == 403
    both = mina.open(ADD).press("_save", user=wren.pk, series=papers.pk, channel=make.channel().pk)
    assert "Choose either a channel or a series." in both.text
    mina.open(ADD).press("_save", user=wren.pk, series=papers.pk)
    assert Desk.objects.get().series == papers


def test_each_role_may_do_what_the_one_below_may():
    names = ["Writers", "Editors", "Managing editors", "Administrators"]
    held = [set(Group.objects.get(name=name).permissions.values_list("pk", flat=True)) for name in names]
    for below, above in pairwise(held):
        assert below <= above
    ours = Permission.objects.filter(content_type__app_label__in=["briefings", "newsroom", "auth"])
    assert set(ours.values_list("pk", flat=True)) <= held[-1]
    assert not Group.objects.get(name="Writers").permissions.filter(codename="approve_briefing")


def test_who_may_not_publish_a_piece_waives_nothing_in_it(erik, editor, peninsula):
    begun = make.briefing("TK", channel=peninsula, publish=False, created_by=erik.user)
    page, waive = (
        reverse(f"admin:briefings_briefing_{name}", args=[begun.pk]) for name in ("checks", "waive")
    )
    assert "data-waive" in editor.client.get(page).text
    assert "data-waive" not in erik.client.get(page).text
    assert erik.client.post(waive, {"seen": "x", "reason": "A name."}).status_code == 403
