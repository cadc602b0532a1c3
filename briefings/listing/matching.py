"""From filters to the publications that match them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from briefings.listing.filters import BadFilter, Filters
from briefings.models import Channel, Kind, Person, Publication, PublicationCredit, Region, Series, Topic
from briefings.models.publication import UNDATED

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


class Matching:
    """The publications that match `filters`. Names in them are looked up once, when it is made.

    Raises BadFilter for a kind, person, series… that does not exist.
    """

    def __init__(self, filters: Filters):
        self.filters = filters
        self._conditions = {name: self._condition(name) for name in _CONDITIONS if filters.values(name)}

    @property
    def is_steady(self) -> bool:
        """Whether one plan suits all values: only columns are asked for that have an index in the order of listings.

        How to find the pieces of a topic depends on how many it has, so that is planned each time.
        """
        filters = self.filters
        return self._conditions.keys() <= _INDEXED and not (
            filters.q or filters.after or filters.before or filters.month
        )

    def publications(self, without: str = "") -> QuerySet:
        """Those listed, in no order, leaving out the filter called `without`."""
        filters, found = self.filters, Publication.objects.listed()
        for name, condition in self._conditions.items():
            if name != without:
                found = found.filter(condition)
        if filters.month:
            found = found.filter(_in_month(int(filters.fixed["year"]), filters.month))
        if filters.after:
            found = found.filter(published_at__gte=_start(filters.after))
        if filters.before:
            found = found.filter(published_at__lt=_start(filters.before + timedelta(days=1)))
        for word in filters.q.split():
            found = found.filter(
                Q(title__icontains=word) | Q(dek__icontains=word) | Q(byline__icontains=word)
            )
        return found

    def _condition(self, name: str) -> Q:
        hub = self.filters.fixed.get(name)
        if isinstance(hub, Model):
            return _BY_ID[name]([hub.pk])
        return _CONDITIONS[name](name, self.filters.values(name))


def _unknown(name: str, value: str) -> BadFilter:
    return BadFilter(name, _("There is no “%(value)s” here.") % {"value": value})


def _kinds(name: str, values: tuple[str, ...]) -> Q:
    for value in values:
        if value not in Kind.values:
            raise _unknown(name, value)
    return Q(kind__in=values)


def _languages(name: str, values: tuple[str, ...]) -> Q:
    for value in values:
        if not _LANGUAGE.match(value):
            raise _unknown(name, value)
    return Q(language__in=values)


def _years(name: str, values: tuple[str, ...]) -> Q:
    for value in values:
        if value != UNDATED and not re.fullmatch(r"[0-9]{1,4}", value):
            raise _unknown(name, value)
    return Q(year__in=[0 if value == UNDATED else int(value) for value in values])


def _known(model, condition: Callable[[list[int]], Q]):
    def by_slug(name: str, values: tuple[str, ...]) -> Q:
        ids = dict(model.objects.filter(slug__in=values).values_list("slug", "pk"))
        for value in values:
            if value not in ids:
                raise _unknown(name, value)
        return condition(list(ids.values()))

    return by_slug


def _linked(through, column: str) -> Callable[[list[int]], Q]:
    return lambda ids: Q(pk__in=through.objects.filter(**{f"{column}__in": ids}).values("publication_id"))


def _written_by(ids: list[int]) -> Q:
    credits = PublicationCredit.objects.filter(role="author", person__in=ids)
    return Q(pk__in=credits.values("publication_id"))


_BY_ID: dict[str, Callable[[list[int]], Q]] = {
    "series": lambda ids: Q(series__in=ids),
    "channel": lambda ids: Q(channel__in=ids),
    "author": _written_by,
    "topic": _linked(Publication.topics.through, "topic"),
    "region": _linked(Publication.regions.through, "region"),
    "tag": _linked(Publication.tags.through, "tag"),
}
_INDEXED = {"kind", "series", "channel", "year", "lang"}
MODELS = {
    "series": Series,
    "channel": Channel,
    "author": Person,
    "topic": Topic,
    "region": Region,
    "tag": Tag,
}
_CONDITIONS: dict[str, Callable[[str, tuple[str, ...]], Q]] = {
    "kind": _kinds,
    "lang": _languages,
    "year": _years,
    **{name: _known(MODELS[name], condition) for name, condition in _BY_ID.items()},
}


def _start(day: date) -> datetime:
    """The first moment of `day` in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_month(year: int, month: int) -> Q:
    if not 1 <= month <= 12:
        raise _unknown("month", str(month))
    following = date(year + month // 12, month % 12 + 1, 1)
    return Q(published_at__gte=_start(date(year, month, 1)), published_at__lt=_start(following))
