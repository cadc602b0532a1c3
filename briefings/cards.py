"""What a listing shows of a publication, small enough to be read by the dozen."""

from __future__ import annotations

from dataclasses import asdict

from briefings.content import Content


def of(content: Content) -> dict:
    """JSON-ready: description, reading minutes, authors, series, channel, topics, picture (as `Figure`)."""
    card = {
        "description": content.description,
        "minutes": content.minutes,
        "authors": [{"kind": c.kind, **asdict(c.to)} for c in content.credits if c.role == "author"],
        "series": asdict(content.series) if content.series else None,
        "channel": asdict(content.channel) if content.channel else None,
        "topics": [asdict(topic) for topic in content.topics],
        "figure": asdict(content.figure) if content.figure else None,
        "documents": len(content.documents),
    }
    return {name: value for name, value in card.items() if value}
