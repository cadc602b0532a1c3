"""What an edition says at a moment, as its form has it. A form carries what it was begun on; what is saved when it comes
back is compared with that.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.db.models import Value
from django.db.models.functions import JSONObject

from briefings.models import Amendment, Edition, EditionCredit, EditionItem

FIELDS = ("number", "date", "language", "subject", "preheader", "intro")
_ROWS = {
    "items": (EditionItem, ("briefing_id", "shown", "note")),
    "credits": (EditionCredit, ("role", "person_id", "organisation_id", "series_id")),
    "amendments": (Amendment, ("note",)),
}


def standing(edition: Edition) -> dict[str, Any]:
    """Its fields as text, and its rows in their order, in one query beside the edition itself."""
    said: dict[str, Any] = {name: _text(edition, name) for name in FIELDS} | {kind: [] for kind in _ROWS}
    asked = [_rows(kind, edition) for kind in _ROWS]
    found = asked[0].union(*asked[1:], all=True).order_by()
    for kind, _position, pk, row in sorted(found, key=lambda one: one[:3]):
        said[kind].append(row if kind != "amendments" else {"id": pk, **row})
    return said


def seal(said: dict[str, Any]) -> str:
    """The same for the same standing."""
    return sha256(written(said).encode()).hexdigest()[:16]


def written(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def read(text: str) -> dict[str, Any] | None:
    """What `written` wrote; None for anything else."""
    try:
        said = json.loads(text)
        whole = {name: str(said[name]) for name in FIELDS}
        rows = {kind: [{name: row[name] for name in _names(kind)} for row in said[kind]] for kind in _ROWS}
    except (ValueError, TypeError, KeyError):
        return None
    return {**whole, **rows}


def _names(kind: str) -> tuple[str, ...]:
    names = _ROWS[kind][1]
    return names if kind != "amendments" else ("id", *names)


def _text(edition: Edition, name: str) -> str:
    value = getattr(edition, name)
    return value.isoformat() if name == "date" else str(value)


def _rows(kind: str, edition: Edition):
    model, names = _ROWS[kind]
    place = "position" if kind != "amendments" else "pk"
    rows = model.objects.filter(edition=edition).order_by()
    return rows.values_list(Value(kind), place, "pk", JSONObject(**{name: name for name in names}))
