"""Look up again whom and what a content mentions, so that a name mended since shows everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import CharField, Model, Value
from django.db.models.functions import JSONObject
from taggit.models import Tag

from briefings import canonical, illustrating, referring
from briefings.content import Content, Credit, Part, Ref
from briefings.drafting import attachment_of, figure_of, ref
from briefings.models import (
    Channel,
    Document,
    Image,
    Organisation,
    Person,
    Publication,
    Region,
    Series,
    Topic,
)

REFERRED = {
    "publication": Publication,
    "person": Person,
    "series": Series,
    "topic": Topic,
    referring.IMAGE: Image,
}
_CREDITED = {"person": Person, "organisation": Organisation, "series": Series}


class Mentions:
    """The present state of everything that some contents mention: one query a kind of thing, however many contents."""

    def __init__(self, contents: list[Content]):
        wanted: dict[type, set[int]] = {}
        for content in contents:
            for model, ids in _mentioned(content):
                wanted.setdefault(model, set()).update(ids)
        self._found = {model: _rows(model).in_bulk(ids) for model, ids in wanted.items() if ids}

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Mentions:
        """For `shown` and `parts` alone: what these texts refer to. One query, or none."""
        wanted: dict[str, set[int]] = {}
        for html in texts:
            for kind, pk in referring.found_in(html):
                wanted.setdefault(kind, set()).add(pk)
        mentions = cls([])
        mentions._found = _referred(wanted)
        return mentions

    def refresh(self, content: Content) -> Content:
        """`content` with present names, addresses and sizes; what no longer exists stays as it was frozen."""
        return replace(
            content,
            parts=self.parts(content),
            credits=tuple(
                Credit(c.role, c.kind, self._ref(_CREDITED[c.kind], c.to)) for c in content.credits
            ),
            channel=content.channel and self._ref(Channel, content.channel),
            series=content.series and self._ref(Series, content.series),
            topics=tuple(self._ref(Topic, topic) for topic in content.topics),
            regions=tuple(self._ref(Region, region) for region in content.regions),
            tags=tuple(self._ref(Tag, tag) for tag in content.tags),
            figure=self._figure(content),
            documents=tuple(self._document(document) for document in content.documents),
        )

    def parts(self, content: Content) -> tuple[Part, ...]:
        """The parts of `content` as readers get them: what they refer to is put in its place."""
        return tuple(replace(part, html=self.shown(part.html)) for part in content.parts)

    def shown(self, html: str) -> str:
        """Sanitised `html` with present addresses and pictures; what readers cannot see is no link, and a picture that
        is no longer in the library is left out."""
        return referring.resolved(html, self._address, self._illustration)

    def _address(self, kind: str, pk: int) -> str | None:
        thing = self._get(REFERRED[kind], pk)
        if thing is None:
            return None
        return thing.get_absolute_url() if kind == "publication" else canonical.hub_address(kind, thing.slug)

    def _illustration(self, pk: int, alt: str, caption: str) -> str:
        image = self._get(Image, pk)
        return illustrating.html(figure_of(image), alt, caption) if image else ""

    def _get(self, model: type, pk: int):
        return self._found.get(model, {}).get(pk)

    def _ref(self, model: type, frozen: Ref) -> Ref:
        return ref(self._get(model, frozen.id)) or frozen

    def _figure(self, content: Content):
        frozen = content.figure
        image = frozen and self._get(Image, frozen.id)
        if not image:
            return frozen
        alt = frozen.alt if frozen.own_alt else ""
        caption = frozen.caption if frozen.own_caption else ""
        shown = figure_of(image, alt, caption)
        return replace(shown, alt=shown.alt or frozen.alt)  # nothing is published without

    def _document(self, frozen):
        document = self._get(Document, frozen.id)
        return attachment_of(document) if document else frozen


def _referred(wanted: dict[str, set[int]]) -> dict[type, dict[int, Model]]:
    """Of each kind the things with these ids, with what `Mentions.shown` needs of them."""
    found: dict[type, dict[int, Model]] = {}
    asked = [_columns(kind, ids) for kind, ids in sorted(wanted.items())]
    if asked:
        for kind, columns in asked[0].union(*asked[1:], all=True).order_by():
            model = REFERRED[kind]
            thing = model(**columns)
            found.setdefault(model, {})[thing.pk] = thing
    return found


def _columns(kind: str, ids: set[int]):
    """A statement that can be joined to those of other kinds: the kind and a JSON object of fields."""
    model = REFERRED[kind]
    if kind == referring.IMAGE:
        names = [field.attname for field in model._meta.concrete_fields]
    else:
        names = [model._meta.pk.attname, *(("year", "slug") if model is Publication else ("slug",))]
    rows = model._base_manager.filter(pk__in=ids).order_by()
    return rows.values_list(Value(kind, CharField()), JSONObject(**{name: name for name in names}))


def _rows(model: type):
    rows = model._base_manager.all()
    return rows.only("year", "slug") if model is Publication else rows


def _mentioned(content: Content):
    for part in content.parts:
        for kind, pk in referring.found_in(part.html):
            yield REFERRED[kind], {pk}
    for credit in content.credits:
        yield _CREDITED[credit.kind], {credit.to.id}
    for model, refs in (
        (Channel, [content.channel]),
        (Series, [content.series]),
        (Topic, content.topics),
        (Region, content.regions),
        (Tag, content.tags),
        (Image, [content.figure]),
        (Document, content.documents),
    ):
        yield model, {mentioned.id for mentioned in refs if mentioned}
