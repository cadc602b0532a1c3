"""Signing up: somebody typed an address into a form. Whose it is shows only when the mail to it is answered.

So nothing that was typed goes into that mail, an existing subscriber's name and language stay as they are, and the
visitor sees the same answer whoever the address belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from subscriptions.addresses import Address
from subscriptions.evidence import Evidence, record
from subscriptions.models import Kind, MailingList, State, Subscriber, Subscription


def words(mailing_list: MailingList, language: str) -> str:
    """What the form says that one agrees to by signing up, in `language`."""
    with override(language):
        return _(
            "I want to get “%(name)s” by e-mail (%(promise)s). I can leave at any time by the link in every mail."
        ) % {"name": mailing_list.name_in(), "promise": mailing_list.promise_in() or mailing_list.name_in()}


@transaction.atomic
def sign_up(
    address: Address, lists: Iterable[MailingList], evidence: Evidence, *, name: str = "", language: str = ""
) -> Subscriber:
    """Take a wish down. The caller has `tasks.answer_sign_up` send what belongs to it."""
    subscriber = _of(address, name, language or evidence.language)
    for mailing_list in lists:
        subscription = Subscription.objects.filter(
            subscriber=subscriber, mailing_list=mailing_list
        ).first() or Subscription(subscriber=subscriber, mailing_list=mailing_list)
        if subscription.state in ("", State.LEFT, State.STOPPED):
            subscription.become(State.PENDING)
        elif subscription.is_active:
            continue  # nothing to agree to anew, and a stranger could fill the history
        record(
            subscriber, Kind.SIGNED_UP, evidence, mailing_list, words=words(mailing_list, evidence.language)
        )
    return subscriber


def _of(address: Address, name: str, language: str) -> Subscriber:
    """The subscriber with this address, new or known, locked: fifty identical sign-ups at once make one.

    A known one is written as it was, which locks the row in the statement that finds it.
    """
    asked = Subscriber(email=address.email, key=address.key, name=name, language=language)
    (found,) = Subscriber.objects.bulk_create(
        [asked], update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )
    return Subscriber.objects.get(pk=found.pk)
