"""CSL-JSON, which citation processors read (schema 1.0): a list of one item."""

from __future__ import annotations

from briefings.citations.names import Name
from briefings.citations.work import Work

_TYPES = {
    "paper": "report",
    "report": "report",
    "podcast": "broadcast",
    "video": "motion_picture",
    "event": "event",
}


def csl(work: Work) -> list[dict]:
    """JSON-ready. Undated works have no `issued`: styles then write “n.d.” themselves."""
    day = work.published
    item = {
        "id": work.key,
        "type": _TYPES.get(work.kind, "webpage"),
        "title": work.title,
        "author": [_person(name) for name in work.authors],
        "editor": [_person(name) for name in work.editors],
        "translator": [_person(name) for name in work.translators],
        "container-title": work.series or work.site,
        "publisher": work.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "language": work.language,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": f"Retracted: {work.retraction}" if work.retracted else "",
        "URL": work.url,
    }
    return [{name: value for name, value in item.items() if value}]


def _person(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.family else {"literal": name.shown}
