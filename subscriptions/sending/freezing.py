"""Freezes a mailing: its messages and one delivery for each person it goes to, in one transaction.

Nobody can be forgotten later: who is on the list at this moment has a row, or the whole mailing does not exist.
"""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from subscriptions.models import DeliveryState, Mailing, MailingKind, MailingList, Message, Subscription
from subscriptions.sending import links
from subscriptions.sending.words import Words

# Who had something of the first mailing, or may have had it.
REACHED = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.LET_BE)
_PREPARE = """
INSERT INTO subscriptions_delivery (mailing_id, subscriber_id, domain, language, state, attempts, code, reason, returned, at)
SELECT %s, s.id, split_part(s.key, '@', -1), s.language, 'queued', 0, '', '', '', now()
FROM subscriptions_subscriber s WHERE s.id IN ({audience}) ORDER BY s.id
"""


class AlreadySent(Exception):
    """There is a mailing of this key."""


class Nobody(Exception):
    """There is nobody whom it would go to."""


def audience(
    mailing_list: MailingList, kind: str = MailingKind.FIRST, first: Mailing | None = None
) -> QuerySet:
    """Subscriptions that a mailing of this kind would go to now. Corrections go to those whom the first one, or a
    later round of it, reached; later rounds to those whom nothing of it was prepared for."""
    wanted = Subscription.objects.filter(mailing_list=mailing_list).mailable()
    if first is None:
        return wanted
    same = Mailing.objects.filter(pk=first.pk) | first.follow_ups.filter(kind=MailingKind.LATER)
    of_it = {"subscriber__deliveries__mailing__in": same}
    if kind == MailingKind.CORRECTION:
        return wanted.filter(**of_it, subscriber__deliveries__state__in=REACHED).distinct()
    return wanted.exclude(**of_it)


def words_of(mailing: Mailing) -> dict[str, Words]:
    """What a mailing said, by language, for another one that says the same."""
    return {
        one.language: Words(
            one.subject,
            links.uncounted(mailing, one.html, html=True),
            links.uncounted(mailing, one.text, html=False),
        )
        for one in mailing.messages.all()
    }


@transaction.atomic
def freeze(
    *,
    mailing_list: MailingList,
    key: str,
    words: dict[str, Words],
    url: str = "",
    by=None,
    kind: str = MailingKind.FIRST,
    first: Mailing | None = None,
) -> Mailing:
    """Write the mailing, its messages by language, and a delivery for everybody in its audience. It runs from then on.

    `words` must hold the list's own language; readers of languages that are missing get that one. `url` is the path of
    the page. Raises AlreadySent, Nobody.
    """
    subject = words[mailing_list.language].subject
    try:
        with transaction.atomic():
            mailing = Mailing.objects.create(
                mailing_list=mailing_list, key=key, kind=kind, first=first, subject=subject, url=url, by=by
            )
    except IntegrityError as error:
        raise AlreadySent(key) from error
    if mailing_list.counts_clicks:
        words = links.counted(mailing, words)
    for language, said in words.items():
        Message.objects.create(
            mailing=mailing, language=language, subject=said.subject, html=said.html, text=said.text
        )
    mailing.prepared = _prepare(mailing)
    if not mailing.prepared:
        raise Nobody(mailing_list.slug)
    mailing.save(update_fields=["prepared"])
    return mailing


def _prepare(mailing: Mailing) -> int:
    people = audience(mailing.mailing_list, mailing.kind, mailing.first).order_by().values("subscriber_id")
    sql, values = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PREPARE.format(audience=sql), [mailing.pk, *values])
        return cursor.rowcount
