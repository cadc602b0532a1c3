"""Beside the form: what is typed as readers will meet it, without keeping anything of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from briefings.admin.lookahead import pace
from briefings.models import Briefing, Credit, Person, Version
from tests import factories as make
from tests.briefings.admin.desk import Desk, Form

pytestmark = pytest.mark.django_db
NEW = "/admin/briefings/briefing/lookahead/"
VIEWS = ["web", "mail", "text", "search", "card"]


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()


def address(briefing: Briefing) -> str:
    return reverse("admin:briefings_briefing_lookahead", args=[briefing.pk])


def look(form: Form, where: str, view: str = "web", **changes):
    """What the pane asks for while the form says this."""
    data = {name: value for name, value in {**form.fields, **changes}.items() if "__prefix__" not in name}
    return form.client.post(where, {**data, "lookahead-view": view})


def said(form: Form, where: str, view: str = "web", **changes) -> dict:
    answer = look(form, where, view, **changes)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


def test_every_view_shows_what_is_typed(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    form.new_row("credits", role="author", person=make.person("Ana Reyes").pk)
    part = form.row("parts", key="implication")
    typed = {"title": "As typed", "tags": "ships, new tag", f"{part}-body": "<p>Not saved yet.</p>"}
    shown = {view: said(form, address(briefing), view, **typed)["html"] for view in VIEWS}
    assert all(
        text in shown["web"] for text in ("As typed", "Not saved yet.", "Ana Reyes", "ships", "new tag")
    )
    assert all(text in shown[view] for view in ("mail", "text") for text in ("As typed", "Not saved yet."))
    assert all("As typed" in shown[view] for view in ("search", "card"))
    assert (
        "data:image/png;base64," in shown["card"]
        and "prefers-color-scheme" not in shown["mail"].split("</style>")[0]
    )


def test_it_writes_nothing_at_all(editor):
    briefing = make.briefing(publish=False, tags=["ships"])
    form = editor.edit(briefing)
    form.new_row("credits", role="author", person=make.person().pk)
    for view in VIEWS:
        with CaptureQueriesContext(connection) as queries:
            look(form, address(briefing), view, title="As typed", tags="brand new")
        verbs = {query["sql"].lstrip("(").split(None, 1)[0] for query in queries}
        assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE"}, (view, verbs)
    assert Briefing.objects.get().title == briefing.title
    assert (Credit.objects.count(), Version.objects.count(), Tag.objects.count()) == (0, 1, 1)


def test_a_new_piece_is_shown_before_its_first_save(editor):
    form = editor.add(format="article", language="ko")
    answer = said(form, NEW, title="한반도 무역", **{"parts-0-body": "<p>수출이 늘었다.</p>"})
    assert "한반도 무역" in answer["html"] and "수출이 늘었다." in answer["html"]
    assert answer["anchors"] == {"id_parts-0-body": "body"}
    assert Briefing.objects.count() == 0


def test_an_empty_form_is_shown_too(editor):
    for view in VIEWS:
        assert said(editor.add(), NEW, view)["html"]


def test_what_a_field_refuses_is_said_and_the_rest_is_shown(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    part = form.row("parts", key="context")
    answer = said(
        form,
        address(briefing),
        title="x" * 301,
        published_at_0="tomorrow",
        **{f"{part}-body": "<p>Shown all the same.</p>"},
    )
    assert "Shown all the same." in answer["html"]
    fields = {mistake["field"] for mistake in answer["mistakes"]}
    assert "id_title" in fields and any(field.startswith("id_published_at") for field in fields)


def test_an_empty_title_is_no_mistake_yet(editor):
    briefing = make.briefing(publish=False)
    answer = said(editor.edit(briefing), address(briefing), title="")
    assert answer["mistakes"] == [] and "Untitled" in answer["html"] and briefing.title not in answer["html"]
    assert "The title is empty." in answer["checks"] and answer["blocks"]


def test_rows_that_are_deleted_or_gone_are_not_shown(editor):
    briefing = make.briefing(publish=False, authors=[make.person("Ana Reyes"), make.person("Bo Lindqvist")])
    form = editor.edit(briefing)
    row = form.row("credits", person=str(Person.objects.get(name="Ana Reyes").pk))
    part = form.row("parts", key="context")
    answer = said(form, address(briefing), **{f"{row}-DELETE": "on", f"{part}-DELETE": "on"})
    assert "Bo Lindqvist" in answer["html"] and "Ana Reyes" not in answer["html"]
    assert "The agreement of 2019" not in answer["html"]
    briefing.parts.filter(key="implication").delete()
    assert said(form, address(briefing))["html"]


def test_parts_stand_in_the_order_of_their_positions(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    first, last = form.row("parts", key="what-happened"), form.row("parts", key="context")
    html = said(form, address(briefing), **{f"{first}-position": "2", f"{last}-position": "0"})["html"]
    assert html.index('id="context"') < html.index('id="implication"') < html.index('id="what-happened"')


def test_what_is_typed_is_sanitised(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    part = form.row("parts", key="context")
    for view in VIEWS:
        hostile = {f"{part}-body": "<p onclick='x()'>Hi<script>evil()</script><img src=x onerror=evil()></p>"}
        html = said(form, address(briefing), view, title="<script>evil()</script>", **hostile)["html"]
        assert "<script>evil" not in html and "onerror=" not in html and "onclick=" not in html


def test_more_credits_cost_no_more_queries(editor):
    def cost(people: int) -> int:
        briefing = make.briefing(
            publish=False, authors=[make.person(f"P {people} {n}") for n in range(people)]
        )
        form = editor.edit(briefing)
        form.new_row("credits", role="editor", person=make.person(f"New {people}").pk)
        look(form, address(briefing))
        with CaptureQueriesContext(connection) as queries:
            assert look(form, address(briefing)).status_code == 200
        return len(queries)

    few = cost(1)
    assert cost(8) == few <= 15


def test_who_asks_too_often_is_asked_to_wait(editor, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    answers = [look(form, address(briefing)) for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0 and answers[2].json()["message"]


def test_the_stage_runs_nothing_and_is_framed_by_us_alone(editor):
    stage = editor.client.get(reverse("admin:briefings_briefing_stage"))
    policy = stage["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert "script-src" not in policy and "allow-scripts" not in policy and "sandbox" in policy
    assert stage["X-Frame-Options"] == "SAMEORIGIN"


def test_answers_are_kept_by_nobody(editor):
    briefing = make.briefing(publish=False)
    answer = look(editor.edit(briefing), address(briefing))
    assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]


def test_it_needs_a_login_a_token_and_the_right_to_write(editor, writer):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    places = [address(briefing), NEW]
    assert look(writer.edit(briefing), address(briefing)).status_code == 200
    for place in places:
        assert "/login/" in Client().post(place, form.fields)["Location"]
        assert editor.client.get(place).status_code == 405
        reader = Client()
        reader.force_login(User.objects.get_or_create(username="sam", is_staff=True)[0])
        assert reader.post(place, form.fields).status_code == 403
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor.user)
        assert strict.post(place, {"title": "x"}).status_code == 403
    stage = reverse("admin:briefings_briefing_stage")
    assert "/login/" in Client().get(stage)["Location"]
    assert reader.get(stage).status_code == 403


def test_what_lies_in_the_bin_or_may_only_be_seen_has_no_pane(editor):
    briefing = make.briefing(publish=False)
    form = editor.edit(briefing)
    assert "data-lookahead=" in form.html
    Briefing.objects.update(binned_at=timezone.now())
    assert look(form, address(briefing)).status_code == 403
    assert "data-lookahead=" not in editor.edit(briefing).html


def test_views_that_do_not_exist(editor: Desk):
    briefing = make.briefing(publish=False)
    assert look(editor.edit(briefing), address(briefing), "fax").status_code == 404
