"""Once an edition is out: a correction to the same people, and the edition to those who joined since."""

from __future__ import annotations

import pytest

from briefings.editions.sending import send
from briefings.models import Edition, SentCorrection
from subscriptions.models import DeliveryState, Mailing, MailingKind, MailingList
from tests import factories as make
from tests.briefings.admin.desk import messages
from tests.briefings.editions import press
from tests.briefings.editions.test_sending import page
from tests.subscriptions import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("errors_only")]


@pytest.fixture
def edition(site) -> Edition:
    series = press.weekly("ana@example.org", "bo@example.org")
    made = press.edition(series, make.briefing(series=series))
    send(made, site=site)
    made.mailing.deliveries.filter(subscriber__key="ana@example.org").update(state=DeliveryState.SENT)
    made.mailing.deliveries.filter(subscriber__key="bo@example.org").update(state=DeliveryState.FAILED)
    return made


def to(mailing: Mailing) -> list[str]:
    return sorted(mailing.deliveries.values_list("subscriber__key", flat=True))


def test_a_correction_goes_to_those_who_had_it_and_stands_on_the_page(client, editor, edition):
    people.reader("cy@example.org", MailingList.objects.get())
    form = editor.open(page(edition, "correct"))
    assert "the 1 person who had the edition" in form.html
    assert form.fields["subject"] == f"Correction: {edition.subject}"
    assert "This field is required." in form.press("_send", note="<script>x</script>").text
    note = "<p>It was <em>5</em> percent.</p><script>x</script>"
    assert messages(form.press("_send", note=note)) == ["The correction is out."]
    assert messages(form.press("_send", note=note)) == ["This correction has been sent already."]
    mailing = Mailing.objects.get(kind=MailingKind.CORRECTION)
    assert (to(mailing), mailing.first) == (["ana@example.org"], edition.mailing)
    assert mailing.key == f"edition-{edition.pk}-correction-1"
    assert SentCorrection.objects.get().note == "<p>It was <em>5</em> percent.</p>"
    shown = client.get(edition.get_absolute_url()).text
    assert "<p>It was <em>5</em> percent.</p>" in shown and "<script>x" not in shown


def test_those_who_joined_since_get_the_very_same(editor, edition):
    assert 'class="button publish"' not in editor.client.get(page(edition, "later")).text
    people.reader("cy@example.org", MailingList.objects.get())
    Edition.objects.update(subject="Changed by a bug")
    form = editor.open(page(edition, "later"))
    assert "1 person joined “Strait View” since" in form.html
    form.press("_send")
    assert messages(form.press("_send")) == ["This has been sent already."]
    mailing = Mailing.objects.get(kind=MailingKind.LATER)
    assert to(mailing) == ["cy@example.org"]
    same = dict(edition.mailing.messages.values_list("language", "html"))
    assert dict(mailing.messages.values_list("language", "html")) == same
    empty = editor.open(page(edition, "later"))
    assert "Nobody has joined “Strait View” since" in empty.html
    assert messages(empty.press("_send")) == ["There is nobody to send it to."]


def test_the_same_once_more_counts_its_own_clicks(editor, site):
    series = press.weekly("ana@example.org")
    MailingList.objects.update(counts_clicks=True)
    first = press.edition(series, make.briefing(series=series))
    send(first, site=site)
    people.reader("cy@example.org", MailingList.objects.get())
    editor.open(page(first, "later")).press("_send")
    later = Mailing.objects.get(kind=MailingKind.LATER)
    urls = [set(one.links.values_list("url", flat=True)) for one in (first.mailing, later)]
    assert urls[0] == urls[1] and urls[0]
    for mailing, other in ((first.mailing, later), (later, first.mailing)):
        html = mailing.messages.get(language="en").html
        assert all(f"/l/{link.code}/" in html for link in mailing.links.all())
        assert not any(link.code in html for link in other.links.all())
    assert "how often each link is followed" in html
    assert "/l/" not in editor.client.get(first.get_absolute_url()).text


def test_what_was_not_mailed_is_corrected_on_its_page(client, editor, site):
    edition = press.edition(make.series("Garam Papers"), make.briefing("A paper"))
    assert editor.client.get(page(edition, "correct")).status_code == 404
    send(edition, site=site, mailed=False)
    assert editor.client.get(page(edition, "later")).status_code == 404
    editor.open(page(edition, "correct")).press("_send", note="<p>The table was last year's.</p>")
    assert "The table was last year" in client.get(edition.get_absolute_url()).text
    assert not Mailing.objects.exists()
