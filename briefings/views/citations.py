"""Other forms of a publication, at its address with a suffix: `.md .json .bib .ris .csl .pdf`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from briefings import canonical, representation
from briefings.caching import public
from briefings.citations import Work, bibtex, csl, ris
from briefings.markdown_form import markdown_of
from briefings.models import Publication


@dataclass(frozen=True)
class Form:
    """A rendering as text, its media type, and whether browsers should save it rather than show it."""

    media_type: str
    render: Callable[[Publication, object], str]
    attached: bool = False


def _markdown(publication: Publication, site) -> str:
    return markdown_of(publication, site, publication.corrections.all())


def _json(publication: Publication, site) -> str:
    return representation.as_text(representation.complete(publication))


def _csl(publication: Publication, site) -> str:
    return json.dumps(csl(Work.of(publication, site)), ensure_ascii=False, indent=1)


FORMS = {
    "md": Form("text/markdown; charset=utf-8; variant=CommonMark", _markdown),
    "json": Form("application/json", _json),
    "bib": Form(
        "application/x-bibtex; charset=utf-8", lambda p, site: bibtex(Work.of(p, site)), attached=True
    ),
    "ris": Form(
        "application/x-research-info-systems; charset=utf-8",
        lambda p, site: ris(Work.of(p, site)),
        attached=True,
    ),
    "csl": Form("application/vnd.citationstyles.csl+json", _csl, attached=True),
}


@require_safe
@public
def form(request: HttpRequest, year: int, slug: str, form: str) -> HttpResponse:
    """One form; `.pdf` leads to the document of a publication that carries exactly one. Otherwise not found."""
    publication = get_object_or_404(Publication, year=year, slug=slug)
    if form == "pdf":
        return _only_document(publication)
    if form not in FORMS:
        raise Http404
    wanted = FORMS[form]
    response = HttpResponse(wanted.render(publication, request.site), content_type=wanted.media_type)
    response.headers["Link"] = f'<{canonical.of(publication)}>; rel="canonical"'
    if wanted.attached:
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{slug}.{form}")
    return response


def _only_document(publication: Publication) -> HttpResponse:
    documents = publication.says.documents
    if len(documents) != 1:
        raise Http404
    return HttpResponseRedirect(documents[0].url)
