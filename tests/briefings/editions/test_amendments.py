"""Who was sent something wrong is told in the next edition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from briefings import publishing
from briefings.editions.drafting import content_of
from briefings.editions.sending import send
from briefings.models import Amendment, Edition
from subscriptions.models import Message
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def sent(site, errors_only):
    """A piece that an edition of a week ago brought to a reader."""
    series = press.weekly("ana@example.org")
    piece = make.briefing(
        "Yards return to profit", series=series, published_at=timezone.now() - timedelta(days=8)
    )
    first = press.edition(series, piece, number=1, day=TODAY() - timedelta(days=7))
    send(first, site=site, now=timezone.now() - timedelta(days=7))
    return piece


def correct(piece, note: str = "Exports rose 3 percent, not 4.", **fields) -> None:
    piece.dek = f"{piece.dek}."
    piece.save(update_fields=["dek"])
    publishing.correct(piece, note=note, **fields)


def begun(series, *pieces) -> Edition:
    return press.edition(series, *pieces or [make.briefing("Fresh", series=series)], number=2, day=TODAY())


def told(edition: Edition, site) -> list[tuple]:
    return [(one.title, one.note, one.retracted) for one in content_of(edition, site).amendments]


def test_a_correction_goes_into_the_edition_that_is_being_composed(sent, site):
    edition = begun(sent.series)
    correct(sent)
    assert told(edition, site) == [("Yards return to profit", "Exports rose 3 percent, not 4.", False)]


def test_it_waits_for_an_edition_to_be_begun_and_is_told_once(sent, site, editor):
    correct(sent)
    form = editor.open(f"/admin/briefings/edition/add/?series={sent.series_id}")
    make.briefing("Fresh", series=sent.series)
    form.press("_save")
    second = Edition.objects.get(number=2)
    assert len(told(second, site)) == 1
    form = editor.open(f"/admin/briefings/edition/add/?series={sent.series_id}")
    form.press("_save")
    assert told(Edition.objects.get(number=3), site) == []


def test_readers_are_told_on_the_page_in_the_mail_and_in_plain_text(sent, site, client):
    edition = begun(sent.series)
    correct(sent, "Exports rose 3 percent, not 4.")
    send(edition, site=site)
    page = client.get(edition.get_absolute_url()).text
    message = Message.objects.get(mailing__edition=edition, language="en")
    for text in (page, message.html, message.text):
        assert "Corrections to earlier editions" in text
        assert "Exports rose 3 percent, not 4." in text
        assert f"/publications/{TODAY().year}/yards-return-to-profit/" in text


def test_an_edition_without_corrections_says_nothing_of_them(sent, site, client):
    edition = begun(sent.series)
    send(edition, site=site)
    assert "Corrections to earlier editions" not in client.get(edition.get_absolute_url()).text


@pytest.mark.parametrize("what", ["minor", "never sent", "before it was sent"])
def test_what_nobody_needs_to_be_told(sent, site, what):
    edition = begun(sent.series)
    if what == "minor":
        correct(sent, "A comma.", material=False)
    elif what == "never sent":
        correct(make.briefing("Unsent", series=sent.series))
    else:
        correct(sent, now=timezone.now() - timedelta(days=7, hours=1))
    assert told(edition, site) == []


def test_a_retraction_is_told_too_and_once(sent, site):
    edition = begun(sent.series)
    publishing.retract(sent, note="The figures were made up.")
    publishing.retract(sent, note="The figures were made up, all of them.")
    assert told(edition, site) == [("Yards return to profit", "The figures were made up.", True)]


def test_the_editor_rewords_it_or_takes_it_out(sent, site, editor):
    edition = begun(sent.series)
    correct(sent)
    address = f"/admin/briefings/edition/{edition.pk}/change/"
    form = editor.open(address)
    form.press("_save", **{"amendments-0-note": "We were a percent off."})
    assert told(edition, site) == [("Yards return to profit", "We were a percent off.", False)]
    editor.open(address).press("_save", **{"amendments-0-DELETE": "on"})
    assert told(edition, site) == []
    assert "Corrections to tell of" not in editor.client.get(address).text


def test_it_waits_again_when_the_edition_is_given_up(sent, site):
    edition = begun(sent.series)
    correct(sent)
    edition.delete()
    assert Amendment.objects.get().edition is None


def test_what_is_scheduled_or_sent_is_left_alone(sent, site):
    edition = begun(sent.series)
    send(edition, site=site)
    correct(sent)
    assert Amendment.objects.get().edition is None
