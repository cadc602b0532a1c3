"""What a person did, by part: written, edited, assisted and the rest; each part with its number and its newest pieces."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from briefings.models import Person, Publication, PublicationCredit

PARTS = {
    "written": (_("Written"), ("author",)),
    "edited": (_("Edited"), ("editor",)),
    "assisted": (_("Assisted"), ("assistant", "researcher")),
    "translated": (_("Translated"), ("translator",)),
    "spoken": (_("Heard and seen"), ("speaker", "host")),
    "pictured": (_("Pictures"), ("photographer", "illustrator")),
}
SHOWN, A_PAGE = 6, 20


@dataclass(frozen=True)
class Part:
    """`publications` are the newest few, or one page when the part stands alone."""

    key: str
    label: str
    number: int
    publications: list[Publication]


@dataclass(frozen=True)
class Work:
    """`parts` holds those that are shown: all, or the one asked for, then with `page` of `pages`."""

    person: Person
    parts: list[Part]
    alone: bool
    page: int
    pages: int


def of(slug: str, only: str = "", page: int = 1) -> Work | None:
    """The work of a person; `only` names one part. None for nobody, nothing public, an unknown part or page."""
    person = Person.objects.select_related("portrait").filter(slug=slug).first()
    if person is None or not PublicationCredit.objects.filter(person=person).exists():
        return None
    numbers = _numbers(person)
    if only and not numbers.get(only):
        return None
    wanted = [only] if only else [key for key in PARTS if numbers[key]]
    pages = -(-numbers[only] // A_PAGE) if only else 1
    if not 1 <= page <= pages:
        return None
    first, size = ((page - 1) * A_PAGE, A_PAGE) if only else (0, SHOWN)
    pieces = _pieces(person, wanted, first, size)
    parts = [Part(key, PARTS[key][0], numbers[key], pieces[key]) for key in wanted]
    return Work(person, parts, bool(only), page, pages)


def _numbers(person: Person) -> dict[str, int]:
    """Publications by part, each counted once however many of its roles a person has."""
    counts = {
        key: Count("publication", filter=Q(role__in=roles), distinct=True)
        for key, (_label, roles) in PARTS.items()
    }
    return PublicationCredit.objects.filter(person=person, publication__retracted=False).aggregate(**counts)


def _pieces(person: Person, keys: list[str], first: int, size: int) -> dict[str, list[Publication]]:
    """The publications of some parts, in one query."""
    found: dict[str, list[Publication]] = {key: [] for key in keys}
    if not keys:
        return found
    from_parts = [_part(person, key)[first : first + size] for key in keys]
    for publication in from_parts[0].union(*from_parts[1:], all=True):
        found[publication.part].append(publication)
    return found


def _part(person: Person, key: str) -> QuerySet:
    listed = Publication.objects.listed().cards().by(person, *PARTS[key][1])
    return listed.annotate(part=Value(key, CharField())).newest_first()
