"""`/search/suggest?q=`: suggestions as one types, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search.querying.suggestions import suggest as look_up
from search.views.presentation import kind_of_name


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`{"query", "words", "titles", "names"}`; titles and names with `label`, `url` and `kind`."""
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    found = look_up(text, (get_language() or "").split("-")[0])
    answer = {
        "query": text,
        "words": found.words,
        "titles": [{"label": label, "url": url, "kind": kind} for label, url, kind in found.titles],
        "names": [
            {"label": label, "url": url, "kind": kind, "kind_label": kind_of_name(kind)}
            for label, url, kind in found.names
        ],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "private, max-age=60"
    return response
