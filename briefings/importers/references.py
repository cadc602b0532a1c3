"""Find or make what records name: people, channels, series, topics, regions, tags. A few queries a batch.

People and organisations are matched by exact name, the rest regardless of case; names in other languages count too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Model, Q
from django.db.models.functions import Lower
from taggit.models import Tag

from briefings import slugs
from briefings.importers.records import Record
from briefings.models import Channel, Organisation, Person, Region, Series, Topic


class References:
    """What some records name, as rows. Made inside the transaction that writes the records."""

    def __init__(self, records: Iterable[Record]):
        records = list(records)
        self._ranks: dict[type[Model], dict[int, int]] = {}
        self._found: dict[type[Model], dict[str, Model]] = {
            Channel: _arranged(Channel, [r.channel for r in records if r.channel]),
            Series: _arranged(Series, [r.series for r in records if r.series]),
            Topic: _arranged(Topic, [name for r in records for name in r.topics or ()]),
            Region: _arranged(Region, [name for r in records for name in r.regions or ()]),
            Tag: _tags([name for r in records for name in r.tags or ()]),
        }
        self._credited = _credited(
            [
                name
                for record in records
                for role, name in record.credits or ()
                if not _is_series(role, name, record)
            ]
        )

    def one(self, model: type[Model], name: str) -> Model:
        """The row of `model` with this name."""
        return self._found[model][name.casefold()]

    def many(self, model: type[Model], names: Iterable[str]) -> list[Model]:
        """The rows of `model` with these names, each once, in their order."""
        return list({row.pk: row for row in (self.one(model, name) for name in names)}.values())

    def by_name(self, model: type[Model], names: Iterable[str]) -> list[Model]:
        """As `many`, in the order in which the back office reads them."""
        if model not in self._ranks:
            pks = {row.pk for row in self._found[model].values()}
            rows = model._base_manager.filter(pk__in=pks).order_by(*(model._meta.ordering or ["name"]))
            self._ranks[model] = {pk: rank for rank, pk in enumerate(rows.values_list("pk", flat=True))}
        return sorted(self.many(model, names), key=lambda row: self._ranks[model][row.pk])

    def credited(self, role: str, name: str, record: Record) -> Person | Organisation | Series:
        """Who is meant: a person, an organisation that already exists, or the record's own series as its author."""
        if _is_series(role, name, record):
            return self.one(Series, record.series)
        return self._credited[name]


def _is_series(role: str, name: str, record: Record) -> bool:
    return role == "author" and bool(record.series) and name.casefold() == record.series.casefold()


def _arranged(model: type[Model], names: list[str]) -> dict[str, Model]:
    if not names:
        return {}
    found: dict[str, Model] = {}
    rows = list(model.objects.order_by("-pk"))
    for row in rows:
        found.update((name.casefold(), row) for name in row.names.values() if isinstance(name, str))
    found.update((row.name.casefold(), row) for row in rows)
    new = list({name.casefold(): name for name in reversed(names) if name.casefold() not in found}.values())[
        ::-1
    ]
    return found | {row.name.casefold(): row for row in _made(model, new, reserved=model.reserved_slugs())}


def _credited(names: list[str]) -> dict[str, Person | Organisation]:
    if not names:
        return {}
    wanted = set(names)
    translated = [Q(**{f"names__{code}__in": wanted}) for code, _name in settings.LANGUAGES]
    named = reduce(or_, translated, Q(name__in=wanted))
    found: dict[str, Person | Organisation] = {}
    for model in (Organisation, Person):  # a person goes before an organisation of the same name
        rows = list(model.objects.filter(named).order_by("-pk"))
        for row in rows:
            found.update((name, row) for name in row.names.values() if isinstance(name, str))
        found.update((row.name, row) for row in rows)
    new = [name for name in dict.fromkeys(names) if name not in found]
    return found | {row.name: row for row in _made(Person, new)}


def _tags(names: list[str]) -> dict[str, Tag]:
    if not names:
        return {}
    keys = {name.casefold(): name for name in reversed(names)}
    rows = Tag.objects.annotate(lower=Lower("name")).filter(
        Q(name__in=set(names)) | Q(lower__in={*keys, *map(str.lower, names)})
    )
    found = {row.name.casefold(): row for row in rows.order_by("-pk")}
    new = [name for key, name in reversed(keys.items()) if key not in found]
    return found | {row.name.casefold(): row for row in _made(Tag, new)}


def _made(model: type[Model], names: list[str], reserved: Iterable[str] = ()) -> list[Model]:
    """New rows with these names and free slugs, in one statement."""
    if not names:
        return []
    wanted = {name: slugs.slugify(name, otherwise=model._meta.model_name) for name in names}
    alike = reduce(or_, (Q(slug__startswith=slug) for slug in set(wanted.values())))
    taken = {*model._base_manager.filter(alike).values_list("slug", flat=True), *reserved}
    rows = []
    for name, slug in wanted.items():
        free = slugs.distinct(slug, taken)
        taken.add(free)
        rows.append(model(name=name, slug=free))
    return model._base_manager.bulk_create(rows)
