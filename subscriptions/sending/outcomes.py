"""What a transport is given, and what it says became of it."""

from __future__ import annotations

from dataclasses import dataclass

from subscriptions.models import DeliveryState

LONGEST_WORDS = 500


@dataclass(frozen=True)
class Outgoing:
    """A message to one person. `sender` is the envelope's, `raw` the whole message with CRLF line ends in which no line
    begins with a dot; a provider's transport parses it (`email.message_from_bytes`)."""

    delivery: int
    sender: str
    recipient: str
    raw: bytes


@dataclass(frozen=True)
class Outcome:
    """`state` is what the delivery becomes: sent, deferred, failed or uncertain. `code` is what the server answered
    (`550 5.1.1`), `words` its own."""

    state: str
    code: str = ""
    words: str = ""


def sent(code: str = "", words: str = "") -> Outcome:
    return Outcome(DeliveryState.SENT, code, words[:LONGEST_WORDS])


def deferred(code: str, words: str) -> Outcome:
    """To be tried again; uses up one attempt."""
    return Outcome(DeliveryState.DEFERRED, code, words[:LONGEST_WORDS])


def failed(code: str, words: str) -> Outcome:
    """Refused for good."""
    return Outcome(DeliveryState.FAILED, code, words[:LONGEST_WORDS])


def uncertain(words: str) -> Outcome:
    """The message was under way when the answer was lost: nobody knows."""
    return Outcome(DeliveryState.UNCERTAIN, "", words[:LONGEST_WORDS])


class Unreachable(Exception):
    """Nothing was offered: no connection, or it was gone before the message began. Uses up no attempt."""


class Halt(Exception):
    """The server refuses the sender, not the recipient: signing in, the sender's address, policy. The message was not
    taken, and the next one would not be either: the mailing pauses with these words; all of them do where it concerns
    `everything`."""

    def __init__(self, words: str, *, everything: bool = False):
        super().__init__(words)
        self.everything = everything
