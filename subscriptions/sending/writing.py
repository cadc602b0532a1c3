"""Messages as they are handed to the connections: written ahead, while an answer is waited for, where there is time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from subscriptions.sending.ledger import Claimed
from subscriptions.sending.letters import Letter, letter
from subscriptions.sending.outcomes import Outgoing

MOST_LETTERS = 20  # kept ready


class Writing:
    def __init__(self):
        self._letters: dict[tuple[int, str], Letter] = {}
        self._written: dict[int, Outgoing] = {}

    def ahead(self, claimed: Claimed) -> None:
        """Write it now. One that cannot be written is left until it is offered, where that is said."""
        if claimed.delivery in self._written:
            return
        made = self._letter(claimed)
        try:
            self._written[claimed.delivery] = made.to(claimed.recipient)
        except Exception:
            return

    def hand_out(self, claimed: Claimed) -> Callable[[], Outgoing]:
        """What makes the message when it is called; it may raise anything then."""
        written = self._written.pop(claimed.delivery, None)
        if written is not None:
            return lambda: written
        return partial(self._letter(claimed).to, claimed.recipient)

    def forget(self) -> None:
        """Drop what was written of deliveries that are not in hand any more."""
        self._written.clear()

    def _letter(self, claimed: Claimed) -> Letter:
        key = (claimed.mailing, claimed.language)
        if key not in self._letters:
            if len(self._letters) >= MOST_LETTERS:
                self._letters.clear()
            self._letters[key] = letter(*key)
        return self._letters[key]
