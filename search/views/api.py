"""`/api/search`: the answer as JSON (docs/search.md describes it). Any page may call it from a browser."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.querying.answers import Answer, TooSlow
from search.querying.language import FACETS
from search.querying.showing import Hit
from search.views.asking import ask
from search.views.parameters import BadParameter, read, written
from search.views.presentation import label_in_language


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The answer to `q` and the filters; 400 naming the field for a filter that makes no sense."""
    try:
        answer = ask(read(request.GET))
    except BadParameter as problem:
        return _json({"error": {"field": problem.field, "message": problem.message}}, 400)
    except TooSlow:
        return _json({"error": {"field": "q", "message": _("This search takes too long.")}}, 503)
    return _json(as_json(answer, request.path))


def as_json(answer: Answer, path: str) -> dict:
    """The contract's shape; `part` and `page` name where the words stand, null where they stand elsewhere."""
    asked = answer.request
    following = asked.page < answer.pages
    return {
        "total": answer.total,
        "total_is_exact": answer.exact,
        "page": asked.page,
        "pages": answer.pages,
        "page_size": asked.page_size,
        "next": f"{path}?{written(asked, page=asked.page + 1)}" if following else None,
        "results": [_result(hit) for hit in answer.hits],
        "facets": {
            facet: [
                {"value": v.value, "label": label_in_language(v), "count": v.count, "selected": v.selected}
                for v in answer.facets.get(facet, ())[:100]
            ]
            for facet in FACETS
        },
        "suggestion": answer.suggestion or None,
        "relaxed": answer.relaxed,
        "with_all_words": answer.with_all,
    }


def _result(hit: Hit) -> dict:
    shown, snippet = hit.shown, hit.snippet
    published = shown.get("published")
    return {
        "id": shown.get("id", hit.key),
        "external_id": shown.get("external_id") or None,
        "url": shown.get("url"),
        "title": shown.get("title"),
        "kind": shown.get("kind"),
        "language": shown.get("language"),
        "published": published,
        "authors": shown.get("authors", []),
        "series": (shown.get("series") or {}).get("name"),
        "snippet": snippet.html,
        "part": snippet.part or None,
        "document": {"title": snippet.heading, "page": snippet.page, "url": snippet.url}
        if snippet.page
        else None,
        "pinned": hit.pinned,
    }


def _json(value: dict, status: int = 200) -> HttpResponse:
    response = HttpResponse(orjson.dumps(value), status=status, content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
