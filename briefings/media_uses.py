"""Where a picture or a document is used: by whatever names it, and in texts by the address of its file.

One query, however many kinds of things there are: each gives at most `MOST` rows. What stands above this app adds its own
kinds to `ALSO`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.db.models import CharField, F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from briefings.models import (
    Briefing,
    BriefingPart,
    Document,
    Edition,
    Image,
    Person,
    Publication,
    SentEdition,
    Series,
)

MOST = 50  # of a kind

PICTURE, PORTRAIT, DOCUMENT = _("picture"), _("portrait"), _("document")
PUBLIC, IN_TEXT = _("as readers see it"), _("in the text")
IN_INTRODUCTION, OF_AN_ITEM, AS_SENT = _("in the introduction"), _("with a piece in it"), _("as it was sent")


@dataclass(frozen=True)
class Trace:
    """`thing` and what stands in a text that shows it or leads to it."""

    thing: Image | Document
    marks: tuple[str, ...]

    def within(self, field: str) -> Q:
        either = Q()
        for mark in self.marks:
            either |= Q(**{f"{field}__contains": mark})
        return either


class Rows(NamedTuple):
    """Some rows that use it: how they do, where their name stands, and whose form is opened (their own by default)."""

    how: str
    rows: QuerySet
    name: str
    pk: str = "pk"
    opens: type[Model] | None = None


class Use(NamedTuple):
    """`hows` are the ways in which it is used there."""

    model: type[Model]
    pk: int
    name: str
    hows: tuple[str, ...]


ALSO: list[Callable[[Trace], Iterator[Rows]]] = []


def uses_of(thing: Image | Document, *, thorough: bool = False) -> list[Use]:
    """What uses `thing`, at most `MOST` of a kind. `thorough` also reads through all that is or was public: for the
    moment before something is deleted, not for every page that is opened."""
    trace = Trace(thing, _marks(thing))
    kinds = list(_of_picture(trace) if isinstance(thing, Image) else _of_document(trace))
    kinds += [rows for also in ALSO for rows in also(trace)]
    if thorough:
        kinds += _through_everything(trace)
    first, *others = [_plain(number, rows) for number, rows in enumerate(kinds)]
    found: dict[tuple[type[Model], int], Use] = {}
    for number, pk, name in first.union(*others, all=True).order_by():
        how, model = kinds[number].how, kinds[number].opens or kinds[number].rows.model
        known = found.get((model, pk), Use(model, pk, name, ()))
        found[model, pk] = known._replace(hows=(*known.hows, how))
    order = list(apps.get_models())
    return sorted(found.values(), key=lambda use: (order.index(use.model), use.name, use.pk))


def _plain(number: int, kind: Rows) -> QuerySet:
    rows = kind.rows.order_by().annotate(
        use_kind=Value(number), use_name=Cast(F(kind.name), CharField(max_length=300))
    )
    return rows.values_list("use_kind", kind.pk, "use_name")[:MOST]


def _marks(thing: Image | Document) -> tuple[str, ...]:
    if isinstance(thing, Document):
        return (f"/documents/{thing.pk}/",)
    names = [thing.file.name, *thing.former_files.values_list("file", flat=True)]
    return tuple(f"{name.rpartition('/')[0]}/" for name in names)


def _of_picture(trace: Trace) -> Iterator[Rows]:
    image = trace.thing
    public = Publication.objects.filter(card__figure__id=image.pk)
    yield Rows(PICTURE, Briefing.objects.filter(image=image), "title")
    yield Rows(PUBLIC, public, "title", opens=Briefing)
    # The first condition is that of an index: few texts have pictures.
    parts = BriefingPart.objects.filter(Q(body__contains="<img"), trace.within("body"))
    yield Rows(IN_TEXT, parts, "briefing__title", "briefing_id", Briefing)
    yield Rows(OF_AN_ITEM, Edition.objects.filter(items__briefing__image=image).distinct(), "subject")
    yield Rows(PORTRAIT, Person.objects.filter(portrait=image), "name")
    yield Rows(PICTURE, Series.objects.filter(image=image), "name")
    yield from _in_other_texts(trace)


def _of_document(trace: Trace) -> Iterator[Rows]:
    document = trace.thing
    yield Rows(DOCUMENT, Briefing.objects.filter(document_links__document=document), "title")
    yield Rows(PUBLIC, document.publications.all(), "title", opens=Briefing)
    parts = BriefingPart.objects.filter(Q(body__contains="/documents/"), trace.within("body"))
    yield Rows(IN_TEXT, parts, "briefing__title", "briefing_id", Briefing)
    yield from _in_other_texts(trace)


def _in_other_texts(trace: Trace) -> Iterator[Rows]:
    yield Rows(IN_INTRODUCTION, Edition.objects.filter(trace.within("intro")), "subject")
    people = Person.objects.annotate(others=Cast("bios", TextField()))
    yield Rows(IN_TEXT, people.filter(trace.within("bio") | trace.within("others")), "name")


def _through_everything(trace: Trace) -> Iterator[Rows]:
    public = Publication.objects.annotate(said=Cast("content", TextField())).filter(trace.within("said"))
    yield Rows(PUBLIC, public, "title", opens=Briefing)
    sent = SentEdition.objects.annotate(said=Cast("content", TextField())).filter(trace.within("said"))
    yield Rows(AS_SENT, sent, "subject", "edition_id", Edition)
