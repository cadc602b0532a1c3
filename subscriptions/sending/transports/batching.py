"""Several messages in one call, where a provider has such: what the connections of a sender offer at the same moment.

The ledger knows of one message a connection, as ever; so with `SENDING_CONNECTIONS=100` up to a hundred go in a call, and
as many are in doubt where its answer is lost.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from anymail.backends import mailgun, postmark, resend

from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from subscriptions.sending.outcomes import Outcome, Outgoing
from subscriptions.sending.transports.answers import Result
from subscriptions.sending.transports.writing import Parsed, parsed

MOST = 100  # messages of one call: Resend takes no more, Postmark 500, Mailgun 1,000
# Seconds to wait for others: what a turn of the sender hands out comes at once, but takes a moment to be taken apart.
GATHER, LONGEST_GATHER = 0.03, 0.5


@dataclass
class Offered:
    outgoing: Outgoing
    parsed: Parsed
    result: Outcome | Exception | None = None  # an exception is what its thread raises


@dataclass
class Gathering:
    waiting: list[Offered] = field(default_factory=list)
    coming: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)  # of `waiting`
    turn: threading.Lock = field(default_factory=threading.Lock)  # of whoever makes the call for all

    def wait(self) -> None:
        """Until nobody else is coming."""
        time.sleep(GATHER)
        until = time.monotonic() + LONGEST_GATHER
        while self.coming and time.monotonic() < until:
            time.sleep(GATHER / 10)

    def come(self, outgoing: Outgoing) -> Offered:
        with self.lock:
            self.coming += 1
        try:
            mine = Offered(outgoing, parsed(outgoing))
            with self.lock:
                self.waiting.append(mine)
        finally:
            with self.lock:
                self.coming -= 1
        return mine

    def take(self, mine: Offered) -> list[Offered]:
        """This one and those like it, each to somebody else."""
        with self.lock:
            found = {mine.outgoing.recipient: mine}
            for one in self.waiting:
                if len(found) < MOST and one.parsed.same_as(mine.parsed):
                    found.setdefault(one.outgoing.recipient, one)
            self.waiting = [one for one in self.waiting if found.get(one.outgoing.recipient) is not one]
            return list(found.values())


_GATHERING = Gathering()


def gathered(outgoing: Outgoing, post: Callable[[list[Outgoing]], list[Result]]) -> Outcome:
    """What became of a message that went with others: one of the threads that offer at the same time posts for all.
    Raises what `post` raises, in each of them."""
    mine = _GATHERING.come(outgoing)
    with _GATHERING.turn:
        if mine.result is None:
            _GATHERING.wait()
            _post(_GATHERING.take(mine), post)
    return of_one(mine.result)


def of_one(result: Outcome | Exception | None) -> Outcome:
    """Raises what a result says."""
    if isinstance(result, Exception):
        raise result
    return result


def _post(together: list[Offered], post) -> None:
    try:
        results = post([one.outgoing for one in together])
    except Exception as error:  # theirs as well: each thread raises it
        results = [error] * len(together)
    for one, result in zip(together, results, strict=True):
        one.result = result


class _MailgunPayload(mailgun.MailgunPayload):
    """Variables of each recipient, written %recipient.name%."""

    def serialize_data(self):
        if self.is_batch():
            data: dict = self.data
            names = {UNSUBSCRIBE: "unsubscribe", PREFERENCES: "preferences"}
            for mark, name in names.items():
                for part in ("text", "html"):
                    data[part] = data[part].replace(mark, f"%recipient.{name}%")
            self.merge_data = {
                recipient: {names[mark]: token for mark, token in filling.items()}
                for recipient, filling in self.message.fillings.items()
            }
        return super().serialize_data()


class _PostmarkPayload(postmark.PostmarkPayload):
    """A whole message for each."""

    def data_for_recipient(self, to):
        data = super().data_for_recipient(to)
        return _filled(data, self.message.fillings[to.addr_spec], "TextBody", "HtmlBody")


class _ResendPayload(resend.ResendPayload):
    """A whole message for each, in the order of the recipients."""

    def serialize_data(self):
        data = super().serialize_data()
        if not self.is_batch():
            return data
        each = zip(json.loads(data), self.to_recipients, strict=True)
        return self.serialize_json(
            [_filled(one, self.message.fillings[to.addr_spec], "text", "html") for one, to in each]
        )


def _filled(data: dict, filling: dict[str, str], *parts: str) -> dict:
    for part in parts:
        for mark, token in filling.items():
            data[part] = data[part].replace(mark, token)
    return data


class Mailgun(mailgun.EmailBackend):
    def build_message_payload(self, message, defaults):
        return _MailgunPayload(message, defaults, self)


class Postmark(postmark.EmailBackend):
    def build_message_payload(self, message, defaults):
        return _PostmarkPayload(message, defaults, self)


class Resend(resend.EmailBackend):
    def build_message_payload(self, message, defaults):
        return _ResendPayload(message, defaults, self)


BATCHES = {f"{kind.__bases__[0].__module__}.EmailBackend": kind for kind in (Mailgun, Postmark, Resend)}
