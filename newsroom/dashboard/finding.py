"""One search over everything that the back office holds: drafts too, unlike the search of the site.

Each kind of thing is looked for in its names only, by an index where there are many; the list of the kind searches more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from briefings.models import (
    Briefing,
    Document,
    Edition,
    Image,
    Organisation,
    Person,
    Series,
    Topic,
)
from subscriptions.models import MailingList, Subscriber

_MOST = 8  # of a kind
_LONGEST = 100  # letters that are looked at


@dataclass(frozen=True)
class Found:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """What was found of one kind; `more` is the address of the kind's list with the same search, if it goes on."""

    name: str
    found: list[Found]
    more: str


def _all_words(*fields: str) -> Callable[[QuerySet, str], QuerySet]:
    """Rows that have every word in one of the fields."""

    def narrow(rows: QuerySet, words: str) -> QuerySet:
        for word in words.split():
            either = Q()
            for field in fields:
                either |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(either)
        return rows

    return narrow


# In the order of the page: what editors look for most comes first. None: as the list of the kind searches.
KINDS: dict[type[Model], Callable[[QuerySet, str], QuerySet] | None] = {
    Briefing: lambda rows, words: _all_words("title")(rows.kept(), words),
    Edition: _all_words("subject"),
    Person: _all_words("name", "names"),
    Organisation: _all_words("name", "names"),
    Series: _all_words("name", "names"),
    Topic: _all_words("name", "names"),
    Image: _all_words("title", "alt", "caption"),
    Document: _all_words("title"),
    MailingList: _all_words("name"),
    Subscriber: None,
}
_NEEDS = {Subscriber: "subscriptions.see_addresses"}  # beside the right to see such rows at all


def find(request: HttpRequest, words: str, site: AdminSite, *, most: int = _MOST) -> list[Section]:
    """What has all `words` in its name, by kind, `most` of each; kinds without any, or not for this user, are left out."""
    words = " ".join(words.replace("\x00", " ").split())[:_LONGEST]
    if not words:
        return []
    sections = (_section(request, site, model, words, most) for model in KINDS)
    return [section for section in sections if section]


def _section(
    request: HttpRequest, site: AdminSite, model: type[Model], words: str, most: int
) -> Section | None:
    admin = site.get_model_admin(model)
    needed = _NEEDS.get(model)
    if not admin.has_view_permission(request) or (needed and not request.user.has_perm(needed)):
        return None
    narrow, every = KINDS[model], admin.get_queryset(request)
    rows = narrow(every, words) if narrow else admin.get_search_results(request, every, words)[0]
    rows = list(rows[: most + 1])
    if not rows:
        return None
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = [Found(str(row), reverse(f"{name}_change", args=[row.pk]), _state(row)) for row in rows[:most]]
    more = f"{reverse(f'{name}_changelist')}?{urlencode({'q': words})}" if len(rows) > most else ""
    return Section(capfirst(str(model._meta.verbose_name_plural)), found, more)


def _state(row: Model) -> str:
    """“draft”, “published” …, of things that have a state."""
    shown = getattr(row, "get_state_display", None)
    return shown() if callable(shown) else ""
