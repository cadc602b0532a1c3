"""What the editor of texts looks up while somebody writes: things to link to, and pictures of the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from briefings import referring
from briefings.models import Briefing, Image, Person, Publication, Series, State, Topic

_PIECES, _OTHERS, _PICTURES = 8, 4, 12
_LONGEST = 100  # letters that are looked at
_SHORT = re.compile(r"/p/(?:([a-z]+)/)?([1-9][0-9]{0,17})")
_PAGE = re.compile(r"/publications/([0-9]{4}|undated)/([^/]+)/")
_NAMED: dict[str, type[Model]] = {"person": Person, "series": Series, "topic": Topic}
_PUBLIC = (State.PUBLISHED, State.RETRACTED)


class Referring:
    """Mixin for the admin of briefings: `…/references/?q=` and `…/pictures/?q=` answer {"results": […]}."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("references/", view(self.references_view), name="briefings_briefing_references"),
            path("pictures/", view(self.pictures_view), name="briefings_briefing_pictures"),
            *super().get_urls(),
        ]

    def references_view(self, request: HttpRequest) -> JsonResponse:
        """Each result has `ref` and `href` as a text keeps them, and says whether readers can see it by now."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        words = _asked(request)
        exact = list(_by_address(words))
        return JsonResponse({"results": exact or list(_by_words(words))})

    def pictures_view(self, request: HttpRequest) -> JsonResponse:
        """Pictures that have all words in their title, description, caption or credit, the newest first."""
        allowed = self.admin_site.get_model_admin(Image).has_view_permission(request)
        if not (allowed and self.has_view_or_change_permission(request)):
            raise PermissionDenied
        found = _with_all(Image.objects.order_by("-pk"), _asked(request), "title", "alt", "caption", "credit")
        results = list(found.values("id", "title", "alt", "credit")[:_PICTURES])
        return JsonResponse({"results": results})


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:_LONGEST]


def _by_address(words: str) -> Iterator[dict]:
    """The one thing that an address on this site leads to, for those who paste it."""
    where = unquote(urlsplit(words).path) if words.startswith(f"{settings.SITE_URL}/") else words
    if short := _SHORT.fullmatch(where):
        kind, pk = short[1] or "publication", int(short[2])
        if kind == "publication":
            yield from (_piece(one, exact=True) for one in Briefing.objects.kept().filter(pk=pk))
        elif kind in _NAMED:
            yield from (_thing(kind, one, exact=True) for one in _NAMED[kind].objects.filter(pk=pk))
    elif page := _PAGE.fullmatch(where):
        year = 0 if page[1] == "undated" else int(page[1])
        live = Publication.objects.filter(year=year, slug=page[2]).values("pk")
        yield from (_piece(one, exact=True) for one in Briefing.objects.filter(pk__in=live))


def _by_words(words: str) -> Iterator[dict]:
    pieces = _with_all(Briefing.objects.kept().order_by("-pk"), words, "title")
    yield from (_piece(one) for one in pieces.only("title", "kind", "state")[:_PIECES])
    if words:
        for kind, model in _NAMED.items():
            things = _with_all(model.objects.order_by("name"), words, "name", "names")
            yield from (_thing(kind, one) for one in things[:_OTHERS])


def _with_all(rows: QuerySet, words: str, *fields: str) -> QuerySet:
    for word in words.split():
        rows = rows.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
    return rows


def _piece(briefing: Briefing, *, exact: bool = False) -> dict:
    public = briefing.state in _PUBLIC
    state = briefing.get_state_display() if public else _("no link until it is public")
    return _result("publication", briefing, f"{briefing.get_kind_display()} · {state}", public, exact)


def _thing(kind: str, thing: Model, *, exact: bool = False) -> dict:
    return _result(kind, thing, capfirst(str(thing._meta.verbose_name)), True, exact)


def _result(kind: str, thing: Model, note: str, public: bool, exact: bool) -> dict:
    return {
        "ref": referring.key(kind, thing.pk),
        "href": referring.permanent(kind, thing.pk),
        "label": str(thing),
        "note": note,
        "public": public,
        "exact": exact,
    }
