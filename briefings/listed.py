"""A publication as listings show it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import orjson

from briefings.cards import Card
from briefings.models.publication import address


class Listed(NamedTuple):
    """A row of the public table under the names that `Publication` has: a page shows dozens, and a model instance
    costs ten times as much. `card` is in its stored form."""

    briefing_id: int
    external_id: str
    kind: str
    language: str
    title: str
    dek: str
    byline: str
    year: int
    slug: str
    published_at: datetime | None
    updated_at: datetime
    card: dict

    @classmethod
    def of_row(cls, row: tuple) -> Listed:
        """Of `COLUMNS` as the driver gives them: it leaves JSON to Django, and so to us."""
        *columns, card = row
        return cls(*columns, orjson.loads(card))

    def get_absolute_url(self) -> str:
        return address(self.year, self.slug)

    @property
    def pk(self) -> int:
        return self.briefing_id

    @property
    def as_card(self) -> Card:
        return Card.read(self.card)


COLUMNS = Listed._fields
