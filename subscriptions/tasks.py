"""Jobs of the mailing lists. Every job may run twice: what it sends is decided by what is stored when it runs."""

from __future__ import annotations

import io
import logging
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from subscriptions import confirming, erasing, evidence, limits, mails, tokens
from subscriptions.evidence import Evidence, record
from subscriptions.importers import Report, Run, Unusable
from subscriptions.models import (
    CONSENT,
    Event,
    Import,
    ImportState,
    Kind,
    MailingEvent,
    MailingList,
    State,
    Subscriber,
    Subscription,
    Suppression,
)
from subscriptions.returns.imap import BadAddress, Unavailable, mailbox, take_imap

log = logging.getLogger(__name__)
REMINDED_AFTER = timedelta(days=1)
_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)  # the eighth after about six hours
_LINKS = {"preferences": mails.preferences_link, "data": mails.data_link, "erase": mails.erase_link}


def once(job, lock: str, **arguments) -> None:
    """Queue a job, unless the same one waits already."""
    try:
        with transaction.atomic():
            job.configure(queueing_lock=lock).defer(**arguments)
    except (AlreadyEnqueued, IntegrityError):
        return


@app.task(name="subscriptions.answer_sign_up", retry=_AGAIN)
def answer_sign_up(subscriber: int) -> None:
    """Send what belongs to a sign-up: a confirmation where something waits for it, else “you are already on the list”.

    Sent and recorded in one transaction, with the limits of this address: a mail that fails used nothing up.
    """
    with transaction.atomic():
        person = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
        if person is None or Suppression.objects.silences(person.key):
            return
        if limits.mail_asked_for_by_a_stranger(person.key):
            _answer(person)


def _answer(person: Subscriber) -> None:
    waiting = [one.mailing_list for one in confirming.waiting(person)]
    with override(person.language):
        if waiting:
            mails.confirmation(person, waiting)
        else:
            mails.already_subscribed(person)
    record(person, Kind.MAIL, Evidence(), mail="confirmation" if waiting else "already_subscribed")


@app.periodic(cron="*/10 * * * *")
@app.task(name="subscriptions.remind", queueing_lock="subscriptions.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Find those who have not answered for a day; each is reminded by a job of its own, so one failure stops no other."""
    due = Subscription.objects.filter(
        state=State.PENDING, reminded_at=None, since__lte=timezone.now() - REMINDED_AFTER
    )
    for subscriber in due.values_list("subscriber_id", flat=True).distinct()[:5000]:
        once(remind_one, f"remind-{subscriber}", subscriber=subscriber)


@app.task(name="subscriptions.remind_one", retry=_AGAIN)
def remind_one(subscriber: int) -> None:
    """One reminder of everything that waits; none to an address that has had its mail of the day."""
    with transaction.atomic():
        person = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
        waiting = [one for one in confirming.waiting(person) if not one.reminded_at] if person else []
        if not waiting or Suppression.objects.silences(person.key):
            return
        if not limits.mail_asked_for_by_a_stranger(person.key):
            return
        with override(person.language):
            mails.reminder(person, [one.mailing_list for one in waiting])
        Subscription.objects.filter(pk__in=[one.pk for one in waiting]).update(reminded_at=timezone.now())
        record(person, Kind.MAIL, Evidence(), mail="reminder")


@app.task(name="subscriptions.send_welcome", retry=_AGAIN)
def send_welcome(subscriber: int, mailing_list: int) -> None:
    """The welcome mail of a list, once a subscriber, to somebody who is still on it."""
    with transaction.atomic():
        person = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
        where = MailingList.objects.filter(pk=mailing_list, sends_welcome=True).first()
        if not person or not where or not person.subscriptions.filter(mailing_list=where, state=State.ACTIVE):
            return
        if Event.objects.filter(
            subscriber=person, mailing_list=where, kind=Kind.MAIL, detail__mail="welcome"
        ):
            return
        with override(person.language):
            mails.welcome(person, where)
        record(person, Kind.MAIL, Evidence(), where, mail="welcome")


@app.task(name="subscriptions.send_link", retry=_AGAIN)
def send_link(subscriber: int, what: str) -> None:
    """A link to preferences, data or erasure that the subscriber asked for on a page."""
    with transaction.atomic():
        person = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
        if person is None or not limits.link_asked_for(person.key):
            return
        with override(person.language):
            _LINKS[what](person)
        record(person, Kind.MAIL, Evidence(), mail=f"{what}_link")


@app.task(name="subscriptions.ask_new_address", retry=_AGAIN)
def ask_new_address(subscriber: int, version: int, email: str) -> None:
    """Ask at the new address whether the change is wanted there."""
    with transaction.atomic():
        person = Subscriber.objects.select_for_update().filter(pk=subscriber, version=version).first()
        if person is None or Suppression.objects.silences(email.lower()):
            return
        # Of both: who asks may not be made a means of bombing, nor the one who is asked be bombed.
        if limits.link_asked_for(person.key) and limits.mail_asked_for_by_a_stranger(email.lower()):
            with override(person.language):
                mails.new_address(person, email)
            record(person, Kind.MAIL, Evidence(), mail="new_address")


@app.task(name="subscriptions.tell_former_address", retry=_AGAIN)
def tell_former_address(subscriber: int, version: int, email: str) -> None:
    """Tell the former address that it is no longer used, with a way back."""
    person = Subscriber.objects.filter(pk=subscriber, version=version).first()
    if person:
        with override(person.language):
            mails.former_address(person, email)


@app.task(name="subscriptions.sound_alarm", retry=_AGAIN)
def sound_alarm() -> None:
    """Tell the administrators that the limit of everybody together is reached."""
    users = get_user_model().objects.filter(is_active=True, is_superuser=True).exclude(email="")
    for email in users.values_list("email", flat=True):
        mails.alarm(email, settings.SIGNUPS_PER_HOUR)


@app.task(name="subscriptions.tell_sender", retry=_AGAIN)
def tell_sender(event: int) -> None:
    """Tell who sent a mailing what became of it."""
    found = MailingEvent.objects.select_related("mailing__by").filter(pk=event).first()
    if found and found.mailing.by and found.mailing.by.email:
        mails.mailing_news(found.mailing.by.email, found)


# With a queueing lock and no other: where one is stuck the next one goes on, and what both read counts once.
@app.periodic(cron="*/5 * * * *")
@app.task(name="subscriptions.read_mailbox", queueing_lock="subscriptions.read_mailbox", pass_context=False)
def read_mailbox(timestamp: int) -> None:
    """Take note of what came back to the mailbox of `BOUNCE_MAILBOX`; what is left when it breaks waits for the next."""
    if not settings.BOUNCE_MAILBOX:
        return
    found: Counter[str] = Counter()
    try:
        take_imap(mailbox(settings.BOUNCE_MAILBOX, settings.BOUNCE_MAILBOX_PASSWORD), found)
    except (BadAddress, Unavailable) as error:
        log.error("BOUNCE_MAILBOX, after %s messages: %s", found.total(), error)


@app.task(name="subscriptions.import_file")
def import_file(upload: int) -> None:
    """Import an uploaded file. Run again after a crash, it goes on where it was."""
    found = (
        Import.objects.select_related("mailing_list", "by")
        .filter(pk=upload, state=ImportState.WAITING)
        .first()
    )
    if found is None or found.content is None:
        return
    report = Report(found.name, found.mailing_list.slug)
    try:
        run = Run(report, found.mailing_list, source=found.source, by=found.by)
        run.run(io.BytesIO(bytes(found.content)))
        state = ImportState.DONE
    except Unusable as error:
        log.error("Import %s: %s", found.pk, error)
        state = ImportState.FAILED
    found_out = {**report.as_json(), "examples": []}
    Import.objects.filter(pk=upload).update(state=state, content=None, report=found_out)


@app.periodic(cron="41 3 * * *")
@app.task(name="subscriptions.forget", queueing_lock="subscriptions.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Every night: sign-ups that nobody confirmed, old IP addresses, spent limits, uploads and their addresses."""
    purge_unconfirmed()
    evidence.forget_addresses()
    limits.forget()
    _forget_uploads()


def _forget_uploads() -> None:
    """After a week an upload that nobody imported is gone, and so are the addresses in reports."""
    for upload in Import.objects.filter(at__lt=timezone.now() - timedelta(days=7)).only("report", "content"):
        if upload.content is not None or upload.report.get("notes"):
            upload.content, upload.report = None, {**upload.report, "notes": [], "examples": []}
            upload.save(update_fields=["content", "report"])


def purge_unconfirmed() -> None:
    """Nothing is kept of people who never confirmed anything; of others, that they do not get this list."""
    old = timezone.now() - tokens.LASTS[tokens.CONFIRM]
    while ids := list(
        Subscription.objects.filter(state=State.PENDING, since__lte=old).values_list("pk", flat=True)[:1000]
    ):
        with transaction.atomic():
            _purge(
                Subscription.objects.select_for_update(skip_locked=True).filter(
                    pk__in=ids, state=State.PENDING
                )
            )


def _purge(pending) -> None:
    known = CONSENT
    for subscription in pending.select_related("subscriber"):
        agreed = Event.objects.filter(subscriber=subscription.subscriber_id, kind__in=known)
        if agreed.filter(mailing_list=subscription.mailing_list_id).exists():
            subscription.become(State.LEFT)
        else:
            subscription.delete()
        others = Subscription.objects.filter(subscriber=subscription.subscriber_id)
        if not agreed.exists() and not others.exists():
            erasing.delete(Subscriber.objects.filter(pk=subscription.subscriber_id))
