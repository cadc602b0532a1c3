"""An edition as its page shows it: exactly what was sent, and beside each item what became of it since.

A piece corrected since is marked, one that was retracted too; one that was withdrawn is gone for readers, here as well:
its title stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import FilteredRelation, Q

from briefings.content import Part
from briefings.editions.content import EditionContent, Item
from briefings.models import Choice, Publication
from briefings.prose import Prose
from briefings.surroundings import CorrectionNote


@dataclass
class Since:
    """What became of a publication after it was sent in an edition. `retraction` is the reason."""

    corrections: list[CorrectionNote] = field(default_factory=list)
    retracted: bool = False
    retraction: str = ""


@dataclass(frozen=True)
class ShownItem:
    """`since` is None for a piece that has been withdrawn; its text is left out then."""

    item: Item
    prose: Prose
    since: Since | None

    @property
    def published_at(self) -> datetime | None:
        return datetime.fromisoformat(self.item.date) if self.item.date else None

    @property
    def is_excerpt(self) -> bool:
        """Whether there is more to read on its own page."""
        return self.item.shown != Choice.WHOLE and bool(self.item.url)


@dataclass(frozen=True)
class Shown:
    """Notes are numbered through the whole edition: each prose knows how many stand before it."""

    says: EditionContent
    intro: Prose
    items: list[ShownItem]
    closing: Prose


def shown(says: EditionContent, since: Mapping[int, Since]) -> Shown:
    """`says` for the page; `since` by publication, those withdrawn left out."""
    intro = Prose.of([Part("intro", "", says.intro)])
    items, notes = [], len(intro.notes)
    for item in says.items:
        became = since.get(item.id)
        prose = Prose.of(item.parts if became else (), before=notes, deeper=1)
        notes += len(prose.notes)
        items.append(ShownItem(item, prose, became))
    return Shown(says, intro, items, Prose.of([Part("closing", "", says.closing)], before=notes))


def as_sent(says: EditionContent) -> Shown:
    """`says` as it would be shown at the moment of sending, for previews."""
    return shown(says, {item.id: Since() for item in says.items if item.url})


def since(says: EditionContent, sent_at: datetime) -> dict[int, Since]:
    """What became of the items of `says` after `sent_at`. One query."""
    rows = (
        Publication.objects.filter(pk__in=[item.id for item in says.items])
        .annotate(later=FilteredRelation("corrections", condition=Q(corrections__made_at__gt=sent_at)))
        .order_by("pk", "-later__made_at")
        .values_list("pk", "retracted", "retraction_note", "later__note", "later__material", "later__made_at")
    )
    found: dict[int, Since] = {}
    for pk, retracted, reason, note, material, made_at in rows:
        became = found.setdefault(pk, Since(retracted=retracted, retraction=reason))
        if made_at:
            became.corrections.append(CorrectionNote(note, material, made_at))
    return found
