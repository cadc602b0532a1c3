"""The page of a publication: live, as an earlier version, and as an editor's preview, all by one rendering."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as answer
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from briefings import canonical, live, metadata, sharing, structured_data
from briefings.bylines import byline, signing
from briefings.caching import public
from briefings.citations import Work, bibtex, chicago_html
from briefings.content import Content
from briefings.mentions import Mentions
from briefings.models import Publication, PublishedVersion
from briefings.prose import Prose
from briefings.surroundings import Surroundings


@require_safe
@public
def show(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """The page of what is live, retracted pieces included."""
    publication, around = _live(year, slug)
    return _page(request, publication, around=around)


@require_safe
@public
def show_version(request: HttpRequest, year: int, slug: str, number: int) -> HttpResponse:
    """A version that was public once, under a banner that says so; the live one is led to its own address."""
    publication, _around = _live(year, slug)
    if number == publication.version:
        return redirect(publication)
    past = get_object_or_404(PublishedVersion, publication=publication, number=number)
    response = _page(request, _as_it_was(publication, past), superseded=publication)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def short_link(request: HttpRequest, pk: int) -> HttpResponse:
    """`/p/<id>`: the permanent address, which leads to the present one."""
    return redirect(get_object_or_404(Publication.objects.only("year", "slug"), pk=pk))


def preview(
    request: HttpRequest, publication: Publication, *, template: str = "briefings/publication.html", **more
) -> HttpResponse:
    """The page that an unsaved `publication` would have, with nothing that hangs on a saved row; another `template`
    may extend it and use `more`."""
    return _page(request, publication, preview=True, template=template, more=more)


def _live(year: int, slug: str) -> tuple[Publication, Surroundings]:
    found = live.at(year, slug)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    publication: Publication,
    *,
    around: Surroundings | None = None,
    superseded: Publication | None = None,
    preview: bool = False,
    template: str = "briefings/publication.html",
    more: dict | None = None,
) -> HttpResponse:
    says, site, around = publication.says, request.site, around or Surroundings()
    work = Work.of(publication, site)
    nodes = structured_data.of(
        publication,
        site,
        settings.SITE_URL,
        get_language(),
        corrections=around.corrections,
        translations=around.translations,
    )
    context = {
        "publication": publication,
        "says": says,
        "prose": Prose.of(says.parts),
        "around": around,
        "authors": signing(says),
        "minutes": publication.card.get("minutes") or says.minutes,
        "updated": _updated(publication),
        "share": sharing.links(publication.title, canonical.of(publication)),
        "permanent": canonical.permanent(publication.pk),
        "chicago": chicago_html(work),
        "bibtex": bibtex(work),
        "meta": metadata.meta(publication, site, request),
        "links": metadata.links(publication, around.translations),
        "structured_data": structured_data.script(nodes),
        "superseded": superseded,
        "preview": preview,
        **(more or {}),
    }
    return answer(request, template, context)


def _updated(publication: Publication):
    """When it last changed, or None where that says no more than the publication date."""
    published = publication.published_at
    return publication.updated_at if published and publication.updated_at > published else None


def _as_it_was(publication: Publication, past: PublishedVersion) -> Publication:
    """The public row as if `past` were still live."""
    was = copy(publication)
    was.__dict__.pop("says", None)
    says = Content.from_json(past.content)
    says = replace(says, parts=Mentions.of_texts(part.html for part in says.parts).parts(says))
    was.content, was.card = says.to_json(), {}
    was.title, was.dek, was.kind, was.language = says.title, says.dek, says.kind, says.language
    was.byline, was.version, was.updated_at = byline(says), past.number, past.published_at
    return was
