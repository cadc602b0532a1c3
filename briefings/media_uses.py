"""Where a picture or a document is used: by whatever names it, and in texts by the address of its file.

One query, however many kinds of things there are: each gives at most `MOST` rows. What stands above this app adds its own
kinds to `ALSO`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.db.models import (
    CharField,
    Exists,
    F,
    Func,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from briefings import referring
from briefings.models import (
    Briefing,
    BriefingDocument,
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
PUBLIC, IN_TEXT, PUBLIC_TEXT = _("as readers see it"), _("in the text"), _("in the text that readers see")
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
# Where texts with pictures or links to documents stand besides, for what asks about many things at once.
TEXTS: list[tuple[QuerySet, str]] = [
    (BriefingPart.objects.all(), "body"),
    (Edition.objects.all(), "intro"),
    (Person.objects.all(), "bio"),
]


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
    folders = (f"{name.rpartition('/')[0]}/" for name in names)
    return (f'<figure data-image="{thing.pk}"', *folders)


def _pictured(field: str) -> Q:
    return Q(**{f"{field}__contains": "<img"}) | Q(**{f"{field}__contains": "data-image="})


def _of_picture(trace: Trace) -> Iterator[Rows]:
    image = trace.thing
    public = Publication.objects.filter(card__figure__id=image.pk)
    yield Rows(PICTURE, Briefing.objects.filter(image=image), "title")
    yield Rows(PUBLIC, public, "title", opens=Briefing)
    # The first condition is that of an index: few texts have pictures.
    parts = BriefingPart.objects.filter(_pictured("body"), trace.within("body"))
    yield Rows(IN_TEXT, parts, "briefing__title", "briefing_id", Briefing)
    said = Publication.objects.filter(refers__contains=[referring.key(referring.IMAGE, image.pk)])
    yield Rows(PUBLIC_TEXT, said, "title", opens=Briefing)
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


def unused(things: QuerySet) -> QuerySet:
    """Those of `things`, pictures or documents, that nothing uses: neither a row nor a text."""
    if things.model is Document:
        named = [
            BriefingDocument.objects.filter(document=OuterRef("pk")),
            Publication.documents.through.objects.filter(document_id=OuterRef("pk")),
        ]
        things = things.annotate(number=Cast("pk", TextField()))
        marks = {"number": ("/documents/", "/documents/([0-9]+)/")}
    else:
        key = Func(OuterRef("pk"), function="to_jsonb", output_field=JSONField())
        named = [model.objects.filter(image=OuterRef("pk")) for model in (Briefing, Series)]
        named += [
            Person.objects.filter(portrait=OuterRef("pk")),
            Publication.objects.filter(card__figure__id=key),
        ]
        folder = Func(
            F("file"), Value("/[^/]*$"), Value(""), function="regexp_replace", output_field=TextField()
        )
        number = Cast("pk", TextField())
        things = things.annotate(
            number=number, folder=folder, key=Concat(Value("image:"), number, output_field=TextField())
        )
        named_by = _Each(F("refers"))
        public = Publication.objects.order_by().exclude(refers=[]).annotate(match=named_by)
        things = things.exclude(key__in=public.values("match"))
        marks = {
            "number": ("data-image=", 'data-image="([0-9]+)"'),
            "folder": ("<img", "(images/[0-9a-f]{16})/"),
        }
    things = things.filter(*(~Exists(rows) for rows in named))
    for rows, field in TEXTS:
        for name, (within, pattern) in marks.items():
            found = _Matches(F(field), Value(pattern), Value("g"))
            texts = rows.order_by().filter(**{f"{field}__contains": within}).annotate(match=found)
            things = things.exclude(**{f"{name}__in": texts.values("match")})
    return things


class _Each(Func):
    """A row for each member of an array."""

    function, output_field, set_returning = "unnest", TextField(), True


class _Matches(Func):
    """What the first group of a pattern matches, a row for each match."""

    function, template = "regexp_matches", "(%(function)s(%(expressions)s))[1]"
    output_field, set_returning = TextField(), True
