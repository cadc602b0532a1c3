"""The description of the public API (OpenAPI 3.1). It says what exists and nothing else; a test compares the two."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from briefings.findable_beside import EDITION, PERSON
from briefings.listing.filters import LARGEST_PAGE, PAGE_SIZE, SORTS
from briefings.models import Kind
from search.querying.language import FACETS
from search.views import parameters as of_search

_TEXT, _WHOLE, _DAY = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date"}
_YES_OR_NO = {"type": "boolean"}
_MOMENT = {"type": "string", "format": "date-time"}
_SLUGS = {"type": "array", "items": _TEXT}


def description(site_name: str, server: str) -> dict:
    """The whole document; `server` is the site's address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("%(site)s: publications") % {"site": site_name},
            "version": "1.0.0",
            "description": "Public, read-only. Publication dates are UTC; page addresses are relative to the server.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/publications/": {"get": _list()},
            "/api/publications/{id}": {"get": _detail()},
            "/api/search": {"get": _search()},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": _schemas()},
    }


def _list() -> dict:
    filters = {
        **_narrowing(Kind.values, "Kinds of publication."),
        **_paging(SORTS, "newest", PAGE_SIZE, LARGEST_PAGE),
    }
    return {
        "operationId": "listPublications",
        "summary": "All publications, filtered. A repeated filter widens, different filters narrow.",
        "parameters": [_parameter(name, *about) for name, about in filters.items()],
        "responses": {"200": _answers("A page of publications.", "PublicationList"), "400": _error()},
    }


def _search() -> dict:
    kinds = (
        "Kinds of publication; or people or editions, which are found beside publications and not with them."
    )
    known = {
        "q": (_TEXT, "Words, “phrases”, -without, OR, begin* and fields as in author:kim. Never an error."),
        **_narrowing([*Kind.values, PERSON, EDITION], kinds),
        **_paging(of_search.SORTS, of_search.SORTS[0], of_search.PAGE_SIZE, of_search.LARGEST_PAGE),
    }
    return {
        "operationId": "search",
        "summary": "What is found, the best first; without words all, the newest first. Filters as in publications.",
        "parameters": [_parameter(name, *about) for name, about in known.items()],
        "responses": {
            "200": _answers("A page of results.", "SearchAnswer"),
            "400": _error(),
            "503": _answers("A search that takes too long.", "Error"),
        },
    }


def _narrowing(kinds: Iterable[str], about_kinds: str) -> dict[str, tuple[dict, str]]:
    return {
        "kind": (_array({"type": "string", "enum": list(kinds)}), about_kinds),
        "series": (_SLUGS, "Slugs of series."),
        "channel": (_SLUGS, "Slugs of channels."),
        "author": (_SLUGS, "Slugs of people who are credited as authors."),
        "topic": (_SLUGS, "Slugs of topics."),
        "region": (_SLUGS, "Slugs of regions; what lies in a region counts too."),
        "tag": (_SLUGS, "Slugs of tags."),
        "lang": (_SLUGS, "Languages of publications (BCP 47)."),
        "year": (_SLUGS, "Years of publication, or “undated”."),
        "after": (_DAY, "Published on this day or later."),
        "before": (_DAY, "Published on this day or earlier."),
    }


def _paging(sorts: Iterable[str], usual: str, size: int, largest: int) -> dict[str, tuple[dict, str]]:
    return {
        "sort": ({"type": "string", "enum": list(sorts), "default": usual}, "Order."),
        "page": ({**_WHOLE, "minimum": 1, "default": 1}, "Page of results."),
        "page_size": ({**_WHOLE, "minimum": 1, "maximum": largest, "default": size}, "Results a page."),
    }


def _detail() -> dict:
    identifier = {"name": "id", "in": "path", "required": True, "schema": {**_WHOLE, "minimum": 1}}
    return {
        "operationId": "getPublication",
        "summary": "One publication in full. A retracted one says so.",
        "parameters": [identifier],
        "responses": {"200": _answers("The publication.", "Publication"), "404": _error()},
    }


def _itself() -> dict:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "getDescription",
        "summary": "This document.",
        "responses": {"200": {"description": "An OpenAPI 3.1 document.", "content": content}},
    }


def _parameter(name: str, schema: dict, about: str) -> dict:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _answers(about: str, schema: str) -> dict:
    return {"description": about, "content": {"application/json": {"schema": _ref(schema)}}}


def _error() -> dict:
    return _answers("A parameter that cannot be understood, or nothing there.", "Error")


def _schemas() -> dict:
    named = _object({"name": _TEXT, "slug": _or_null(_TEXT), "url": _or_null(_TEXT)})
    return {
        "Named": named,
        "Summary": _object(_summary()),
        "Publication": {"allOf": [_ref("Summary"), _object(_whole())]},
        "PublicationList": _object({**_page_of("Summary"), "previous": _or_null(_TEXT)}),
        "SearchAnswer": _object(_found()),
        "SearchResult": _object(_result()),
        "FacetValue": _object({"value": _TEXT, "label": _TEXT, "count": _WHOLE, "selected": _YES_OR_NO}),
        "Error": _object({"error": _object({"field": _TEXT, "message": _TEXT})}),
    }


def _page_of(schema: str) -> dict:
    return {
        "total": _WHOLE,
        "page": _WHOLE,
        "pages": _WHOLE,
        "page_size": _WHOLE,
        "next": _or_null(_TEXT),
        "results": _array(_ref(schema)),
    }


def _summary() -> dict:
    return {
        "id": _WHOLE,
        "external_id": _or_null(_TEXT),
        "url": _TEXT,
        "title": _TEXT,
        "dek": _TEXT,
        "description": _TEXT,
        "kind": {"type": "string", "enum": list(Kind.values)},
        "language": _TEXT,
        "published": _or_null(_MOMENT),
        "updated": _MOMENT,
        "authors": _array(_TEXT),
        "series": _or_null(_ref("Named")),
        "channel": _or_null(_ref("Named")),
        "topics": _array(_ref("Named")),
        "minutes": _WHOLE,
    }


def _whole() -> dict:
    part = _object({"key": _TEXT, "heading": _TEXT, "kind": _TEXT, "html": _TEXT, "text": _TEXT})
    credit = {"role": _TEXT, "type": _TEXT, "name": _TEXT, "slug": _or_null(_TEXT), "url": _or_null(_TEXT)}
    return {
        "canonical": _TEXT,
        "permanent": _TEXT,
        "version": _WHOLE,
        "retracted": _YES_OR_NO,
        "retraction_note": _or_null(_TEXT),
        "byline": _TEXT,
        "credits": _array(_object(credit)),
        "parts": _array(part),
        "words": _WHOLE,
        "regions": _array(_ref("Named")),
        "tags": _array(_ref("Named")),
        "image": _or_null({"type": "object"}),
        "documents": _array({"type": "object"}),
        "media_url": _or_null(_TEXT),
        "event": _or_null({"type": "object"}),
        "translations": _array(_object({"language": _TEXT, "title": _TEXT, "url": _TEXT})),
        "corrections": _array(_object({"note": _TEXT, "material": _YES_OR_NO, "made": _MOMENT})),
    }


def _found() -> dict:
    facets = {facet: _array(_ref("FacetValue")) for facet in FACETS}
    return {
        **_page_of("SearchResult"),
        "total_is_exact": _YES_OR_NO,
        "facets": _object(facets),
        "suggestion": _or_null(_TEXT),
        "relaxed": _YES_OR_NO,
        "with_all_words": _WHOLE,
    }


def _result() -> dict:
    """`part` names a part of the text, `document` a page of a PDF: where the words of the snippet stand."""
    return {
        "id": _WHOLE,
        "external_id": _or_null(_TEXT),
        "url": _TEXT,
        "title": _TEXT,
        "kind": {"type": "string", "enum": [*Kind.values, PERSON, EDITION]},
        "language": _TEXT,
        "published": _or_null(_MOMENT),
        "authors": _array(_TEXT),
        "series": _or_null(_TEXT),
        "snippet": {"type": "string", "description": "HTML: escaped text with <mark>."},
        "part": _or_null(_TEXT),
        "document": _or_null(_object({"title": _TEXT, "page": _WHOLE, "url": _TEXT})),
        "pinned": _YES_OR_NO,
    }


def _object(properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(items: dict) -> dict:
    return {"type": "array", "items": items}


def _or_null(schema: dict) -> dict:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}
