"""An edition goes out once, to everybody on the list, or nothing happens at all."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from briefings import publishing
from briefings.editions import rendering
from briefings.editions.errors import NotAllowed, NotPossible
from briefings.editions.preflight import Problem
from briefings.editions.sending import send
from briefings.models import Edition, EditionState, SentEdition
from subscriptions.models import Delivery, Mailing, Subscriber
from tests import factories as make
from tests.briefings.admin.desk import Desk, messages
from tests.briefings.editions import press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("errors_only")]
READERS = ("ana@example.org", "bo@example.org", "cy@example.net")


def page(edition: Edition, name: str = "send") -> str:
    return f"/admin/briefings/edition/{edition.pk}/{name}/"


@pytest.fixture
def edition(site) -> Edition:
    series = press.weekly(*READERS)
    intro = "<p>Good morning from the harbour: three things happened this week, all before breakfast.</p>"
    return press.edition(series, make.briefing(series=series), intro=intro)


def test_sending_after_a_look_at_what_goes_out(editor, edition):
    Subscriber.objects.filter(key="cy@example.net").update(paused_until=make.on(2999))
    form = editor.open(page(edition))
    assert "Strait View</strong>, 2 people" in form.html
    assert "Garam Institute &lt;desk@example.org&gt;" in form.html
    assert "Good morning from the harbour: three things happened this week,…" in form.html
    assert "UTC" in form.html
    assert "This field is required." in form.press("_send").text  # nothing is chosen beforehand
    stale = editor.open(page(edition))
    said = messages(form.press("_send", when="now"))
    assert "On its way to 2 people." in said[0]
    edition.refresh_from_db()
    mailing = Mailing.objects.get()
    assert (edition.state, edition.mailing, edition.mailing_list_id) == (
        EditionState.SENT, mailing, mailing.mailing_list_id,
    )  # fmt: skip
    assert (mailing.key, mailing.by, mailing.prepared) == (f"edition-{edition.pk}", editor.user, 2)
    assert mailing.url == edition.get_absolute_url() == "/series/strait-view/2026-11-20/"
    assert {message.language for message in mailing.messages.all()} == {"en", "ko"}
    assert sorted(mailing.deliveries.values_list("subscriber__key", flat=True)) == list(READERS[:2])
    assert editor.client.get(mailing.url).status_code == 200
    again = stale.press("_send", when="now")
    assert messages(again) == ["This edition has been sent."]
    assert (Mailing.objects.count(), Delivery.objects.count(), SentEdition.objects.count()) == (1, 2, 1)
    shown = editor.client.get(page(edition, "change")).text
    assert "to 2 people" in shown and 'name="_save"' not in shown


def test_a_warning_needs_a_reason_that_is_kept(editor, edition, monkeypatch):
    warning = Problem("warning", "long", "The subject is long.", "/somewhere/")
    monkeypatch.setattr(rendering, "problems", lambda *args, **known: [warning])
    form = editor.open(page(edition))
    (field,) = [name for name in form.fields if name.startswith("reason-")]
    refused = form.press("_send", when="now")
    assert "Mend it, or say why it goes out all the same." in refused.text
    assert not Mailing.objects.exists()
    form.press("_send", when="now", **{field: "It says what it must."})
    edition.refresh_from_db()
    (waiver,) = edition.waivers
    assert (waiver["code"], waiver["message"], waiver["reason"], waiver["by"]) == (
        "long", "The subject is long.", "It says what it must.", "edda",
    )  # fmt: skip
    assert "It says what it must." in editor.client.get(page(edition, "change")).text


def test_an_error_is_in_the_way(editor, edition):
    piece = edition.items.get().briefing
    form = editor.open(page(edition))
    publishing.unpublish(piece)
    blocked = editor.client.get(page(edition)).text
    assert piece.title in blocked and 'name="when"' not in blocked
    assert piece.title in form.press("_send", when="now").text
    assert not Mailing.objects.exists() and not SentEdition.objects.exists()


def test_what_was_shown_is_what_goes_out(editor, edition):
    form = editor.open(page(edition))
    Edition.objects.update(subject="Somebody else changed it")
    refused = form.press("_send", when="now")
    assert "The edition has changed since you opened this page." in refused.text
    assert not Mailing.objects.exists()


def test_on_the_site_only(editor, site, edition):
    Subscriber.objects.update(paused_until=make.on(2999))
    form = editor.open(page(edition))
    assert 'value="now"' not in form.html  # nobody is there
    assert "It is on the site." in messages(form.press("_send", when="site"))[0]
    edition.refresh_from_db()
    assert (edition.state, edition.mailing, edition.mailing_list) == (EditionState.SENT, None, None)
    unlisted = press.edition(make.series("Garam Papers"), make.briefing("A paper"))
    editor.open(page(unlisted)).press("_send", when="site")
    assert SentEdition.objects.count() == 2 and not Mailing.objects.exists()
    with pytest.raises(NotPossible):
        send(unlisted, site=site, mailed=False)


def test_mailing_takes_the_right_to_mail(edition, site):
    user = make.editor("desk")
    user.groups.clear()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_edition", "send_edition"]))
    form = Desk(user).open(page(edition))
    assert 'value="now"' not in form.html and "you may put it on the site" in form.html
    assert "Select a valid choice" in form.press("_send", when="now").text
    with pytest.raises(NotAllowed):
        send(edition, site=site, by=user)
    assert not SentEdition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_send_once():
    site, series = press.site(), press.weekly(*READERS[:2])
    edition = press.edition(series, make.briefing(series=series))
    together, outcomes = threading.Barrier(2), []

    def press_send() -> None:
        own = Edition.objects.get(pk=edition.pk)
        together.wait()
        try:
            outcomes.append(send(own, site=site).number)
        except NotPossible as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press_send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["12", "This edition has been sent already."]
    assert Mailing.objects.count() == 1
    assert Delivery.objects.count() == 2
