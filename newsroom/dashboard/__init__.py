"""The front of the back office: what waits for the person who looks at it, a card a question.

To add a card, write a function that takes a `Look` and returns a `Card`, or None for who may not see it, and add it to
`CARDS`. A card costs one or two queries, each bounded by what it shows.
"""

from __future__ import annotations

from collections.abc import Callable

from newsroom.dashboard import coming, drafts, next_editions, readers, searched, trouble, waiting
from newsroom.dashboard.cards import Card
from newsroom.dashboard.look import Look

CARDS: dict[str, Callable[[Look], Card | None]] = {
    "trouble": trouble.card,
    "waiting": waiting.card,
    "drafts": drafts.card,
    "coming": coming.card,
    "editions": next_editions.card,
    "readers": readers.card,
    "searched": searched.card,
}


def cards(look: Look) -> list[Card]:
    """The cards that who looks may see, in order."""
    return [card for make in CARDS.values() if (card := make(look))]
