"""Filters of the reading pages: dates as readers write them, names that link to their hubs.

They work on `Content`, on `Ref`s and on the dictionaries that listings carry; none of them asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_datetime
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext, pgettext

from briefings import canonical, moments, prose, sanitizing
from briefings.bylines import join_names, signing
from briefings.content import Content, Credit, Ref
from briefings.models import Cadence, Kind, Person


def day(moment: datetime | None) -> str:
    """“23 November 2026”, in the site's time zone and the active language; nothing for None."""
    return _written(moments.day(moment), get_language()) if moment else ""


def calendar_day(when: date) -> str:
    """“23 November 2026”, of a day that belongs to no time zone."""
    return _written(when, get_language())


@lru_cache(maxsize=4096)
def _written(when: date, language: str | None) -> str:
    """Remembered: a listing writes the same few days again and again. The language only tells them apart."""
    return format_date(when, pgettext("date", "j F Y"))


def iso_day(moment: datetime) -> str:
    """“2026-11-23”, for the `datetime` attribute of listings."""
    return moments.day(moment).isoformat()


def iso(moment: datetime) -> str:
    """ISO 8601 to the microsecond in the site's time zone, for the `datetime` attribute of articles."""
    return moments.local(moment).isoformat()


def long_date(moment: datetime) -> str:
    """“Nov. 23, 2026”: the date as Django's own format of the active language writes it."""
    return format_date(moments.local(moment), get_format("DATE_FORMAT"))


def month_name(year: int, month: int, *, short: bool = False) -> str:
    """“November 2026”, or “November” when `short`."""
    return format_date(date(year, month, 1), "F" if short else pgettext("date", "F Y"))


def hour(moment: datetime | str | None) -> str:
    """“23 November 2026, 14:30”; takes ISO 8601 text too, as contents keep it."""
    moment = parse_datetime(moment) if isinstance(moment, str) else moment
    return format_date(moments.local(moment), pgettext("date", "j F Y, H:i T")) if moment else ""


def address(ref: Ref, name: str) -> str:
    """The hub of a mention: `{{ says.series|address("series") }}`; `name` is the hub's URL name."""
    return canonical.hub_address(name, ref.slug)


def name_of(ref: dict) -> str:
    """The name of a mention as listings carry it, in the active language."""
    language, names = get_language() or settings.LANGUAGE_CODE, ref.get("names") or {}
    return names.get(language) or names.get(language.split("-")[0]) or ref["name"]


# What the search finds beside publications.
_BESIDE = {"person": lambda: gettext("Person"), "edition": lambda: gettext("Edition")}


@lru_cache(maxsize=64)
def _called(kind: str, language: str | None) -> str:
    return _BESIDE[kind]() if kind in _BESIDE else str(Kind(kind).label)


def kind_name(kind: str) -> str:
    """“Briefing”, in the active language."""
    return _called(kind, get_language())


@lru_cache(maxsize=64)
def _recurring(cadence: str, language: str | None) -> str:
    return str(Cadence(cadence).label)


def cadence_name(cadence: str) -> str:
    """“weekly”, in the active language."""
    return _recurring(cadence, get_language())


@lru_cache(maxsize=64)
def kind_address(kind: str) -> str:
    """The listing of a kind."""
    return reverse(Kind(kind).listing)


def names(credits: Iterable[Credit]) -> SafeString:
    """“A, B and C”, each linking to who they are."""
    return mark_safe(join_names([_linked(credit) for credit in credits]))  # every name was escaped by _linked


def _linked(credit: Credit) -> SafeString:
    to, url = credit.to, credit.to.url
    if credit.kind in ("person", "series") and to.slug:
        url = canonical.hub_address(credit.kind, to.slug)
    name = escape(to.name_in())
    return mark_safe(f'<a href="{escape(url)}">{name}</a>' if url else name)  # both are escaped


def language_name(code: str) -> str:
    """A language's name in itself, or its code where Django does not know it."""
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code


def text_in(thing: object, field: str) -> str:
    """A text kept in several languages, in the active one: `{{ channel|text_in("description") }}`."""
    language = get_language() or ""
    others = getattr(thing, f"{field}s", None) or {}
    return others.get(language) or others.get(language.split("-")[0]) or getattr(thing, field)


def biography(person: Person) -> SafeString:
    """In the active language. Those of other languages are kept as plain JSON, so they pass the sanitiser here."""
    return prose.standing_alone(sanitizing.clean(text_in(person, "bio")))


def by_role(says: Content) -> dict[str, list[Credit] | str]:
    """Credits by role without those of the byline; `work` names what they worked on: the series, or “This piece”.

    Empty where there is nobody else.
    """
    found: dict = {}
    signed = signing(says)
    for credit in says.credits:
        if credit not in signed:
            found.setdefault(credit.role, []).append(credit)
    if found:
        series = says.series and mark_safe(f"<cite>{escape(says.series.name_in())}</cite>")
        work = series or gettext("This piece")
        found["work"] = work
    return found
