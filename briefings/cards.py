"""What a listing shows of a publication, small enough to be read by the dozen."""

from __future__ import annotations

from dataclasses import asdict
from typing import NamedTuple

from briefings.content import Content


class Card(NamedTuple):
    """A stored card for templates: what a piece lacks is None."""

    description: str | None
    authors: list[dict] | None
    series: dict | None
    channel: dict | None
    figure: dict | None
    documents: int | None

    @classmethod
    def read(cls, stored: dict) -> Card:
        """Unknown keys are ignored, as `Content.from_json` does."""
        return cls(*map(stored.get, cls._fields))

    @property
    def signed_by_series(self) -> bool:
        """Whether the byline names the series already."""
        return bool(self.authors) and self.authors[0]["kind"] == "series"


def of(content: Content) -> dict:
    """JSON-ready: description, reading minutes, words, authors, series, channel, topics, picture (as `Figure`)."""
    card = {
        "description": content.description,
        "minutes": content.minutes,
        "words": content.words,
        "authors": [{"kind": c.kind, **asdict(c.to)} for c in content.credits if c.role == "author"],
        "series": asdict(content.series) if content.series else None,
        "channel": asdict(content.channel) if content.channel else None,
        "topics": [asdict(topic) for topic in content.topics],
        "figure": asdict(content.figure) if content.figure else None,
        "documents": len(content.documents),
    }
    return {name: value for name, value in card.items() if value}
