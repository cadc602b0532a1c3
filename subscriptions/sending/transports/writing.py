"""Finished messages as anymail takes them: one, or several that are the same but for their readers' own links."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass

from anymail.backends.base import AnymailBaseBackend
from django.core.mail import EmailMultiAlternatives

from subscriptions.sending.identity import event_mark
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from subscriptions.sending.outcomes import Outgoing

MARK = "delivery"  # what names the delivery in each of a provider's events
_WITHOUT_METADATA = {"MailerSend", "Postal"}  # these give back tags
_OWN = {"from", "to", "subject", "reply-to", "date", "mime-version", "content-type"}
_OF_EACH = {"message-id", "list-unsubscribe"}
_REFUSED = {"Mailjet": {"message-id", "list-id"}}  # writes these itself, and takes no message that has them
KEY = "idempotencyKey"  # Brevo's, which stands among the headers
_TOKENS = {
    UNSUBSCRIBE: re.compile(r"/unsubscribe/([^/\s]+)/"),
    PREFERENCES: re.compile(r"/preferences/([^/\s]+)/"),
}


@dataclass(frozen=True)
class Parsed:
    """A message taken apart; `text` and `html` hold marks where the tokens of `filling` stood."""

    headers: dict[str, str]
    text: str
    html: str
    filling: dict[str, str]

    def same_as(self, other: Parsed) -> bool:
        """Whether they differ in nothing but what is each reader's own."""
        return (self.text, self.html, self._for_all()) == (other.text, other.html, other._for_all())

    def of_each(self, but: set[str]) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name.lower() in _OF_EACH - but}

    def _for_all(self) -> dict[str, str]:
        apart = _OF_EACH | {"to", "date"}
        return {name: value for name, value in self.headers.items() if name.lower() not in apart}


def parsed(outgoing: Outgoing) -> Parsed:
    message = email.message_from_bytes(outgoing.raw, policy=email.policy.default)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    filling = {}
    for mark, pattern in _TOKENS.items():
        if found := pattern.search(text) or pattern.search(html):
            filling[mark] = found[1]
            text, html = text.replace(found[1], mark), html.replace(found[1], mark)
    return Parsed({name: str(value) for name, value in message.items()}, text, html, filling)


def written(outgoing: list[Outgoing], backend: AnymailBaseBackend) -> EmailMultiAlternatives:
    """One message of anymail's for all of them. The provider writes some of the headers itself."""
    all_of_them = [parsed(one) for one in outgoing]
    first = all_of_them[0]
    refused = _REFUSED.get(backend.esp_name, set())
    own = _OWN | refused if len(outgoing) == 1 else _OWN | _OF_EACH | refused
    message = EmailMultiAlternatives(
        subject=first.headers["Subject"],
        from_email=first.headers["From"],
        to=[one.recipient for one in outgoing],
        reply_to=[first.headers["Reply-To"]] if "Reply-To" in first.headers else [],
        headers={name: value for name, value in first.headers.items() if name.lower() not in own},
    )
    marks = {one.recipient: event_mark(one.delivery) for one in outgoing}
    if len(outgoing) == 1:
        message.body, html = filled(first.text, first.filling), filled(first.html, first.filling)
        if backend.esp_name in _WITHOUT_METADATA:
            message.tags = list(marks.values())
        else:
            message.metadata = {MARK: marks[outgoing[0].recipient]}
    else:
        message.body, html = first.text, first.html
        message.fillings = {
            one.recipient: its.filling for one, its in zip(outgoing, all_of_them, strict=True)
        }
        message.merge_headers = {
            one.recipient: its.of_each(refused) for one, its in zip(outgoing, all_of_them, strict=True)
        }
        message.merge_metadata = {recipient: {MARK: mark} for recipient, mark in marks.items()}
    message.attach_alternative(html, "text/html")
    return message


def filled(text: str, filling: dict[str, str]) -> str:
    """With what stands for each mark."""
    for mark, token in filling.items():
        text = text.replace(mark, token)
    return text
