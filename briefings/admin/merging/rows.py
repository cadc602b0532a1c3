"""The rows of the form: parts, credits, documents. Rewritten as a whole, from the rows that are there now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from briefings.admin.merging.values import Conflict, Outcome, same_html
from briefings.admin.parts import only_bullets
from briefings.content import Content
from briefings.diffing.merging import merge_lists
from briefings.models import Briefing, Edition, PartKind

_NEW = "new:"
_CREDITED = ("person", "organisation", "series")


class Row(NamedTuple):
    """A row to be written: its id when there is one, its fields, whether it goes."""

    pk: int | None
    fields: dict[str, str]
    goes: bool = False


def read(data: QueryDict, prefix: str) -> list[dict[str, str]] | None:
    """The rows of a formset as they were sent, in their order; None where the form has no such formset."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not total.isdecimal() or len(total) > 4:
        return None
    found: dict[int, dict[str, str]] = {}
    for name, value in data.items():
        if match := re.fullmatch(rf"{prefix}-(\d{{1,4}})-(\w+)", name):
            found.setdefault(int(match[1]), {})[match[2]] = value
    rows = [found[number] for number in sorted(found) if number < int(total)]
    return sorted(rows, key=lambda row: _number(row.get("position"), 9999))


def write(data: QueryDict, prefix: str, piece: Model, rows: Iterable[Row]) -> None:
    """Let `data` say `rows` of `piece` and nothing else. Saved rows come first, as formsets want it."""
    for name in [name for name in data if re.match(rf"{prefix}-\d+-", name)]:
        del data[name]
    ordered = sorted(rows, key=lambda row: row.pk is None)
    for number, row in enumerate(ordered):
        fields = {"id": str(row.pk or ""), piece._meta.model_name: str(piece.pk), **row.fields}
        if row.goes:
            fields["DELETE"] = "on"
        for name, value in fields.items():
            data[f"{prefix}-{number}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(row.pk is not None for row in ordered))


def merge_parts(briefing: Briefing, base: Content, theirs: Content, outcome: Outcome) -> None:
    sent = read(outcome.data, "parts")
    if sent is None or base.parts == theirs.parts:
        return
    began, saved = ({part.key: part for part in content.parts} for content in (base, theirs))
    mine = {row.get("key") or f"{_NEW}{n}": row for n, row in enumerate(sent) if _is_there(row)}
    order = merge_lists(list(began), list(saved), list(mine))
    # What one side took out while the other was writing in it stays: text is not lost by a merge.
    for key, row in mine.items():
        if key in began and key not in saved and not _same_body(began[key].html, row):
            order.append(key)
    for key in saved:
        if key in began and key not in mine and began[key] != saved[key]:
            order.append(key)
    present = {row.key: row for row in briefing.parts.all()}
    rows = []
    for position, key in enumerate(dict.fromkeys(order)):
        fields = _merge_part(key, began.get(key), saved.get(key), mine.get(key), outcome)
        row = present.pop(key, None)
        rows.append(Row(row and row.pk, {**fields, "position": str(position)}))
    rows += [Row(row.pk, _fields_of(row), goes=True) for row in present.values()]
    write(outcome.data, "parts", briefing, rows)
    _name_conflicts(outcome)


def _is_there(row: dict[str, str]) -> bool:
    return "DELETE" not in row and any(row.get(name) for name in ("key", "heading", "body"))


def _fields_of(row) -> dict[str, str]:
    return {"key": row.key, "heading": row.heading, "kind": row.kind, "body": row.body}


def _merge_part(key: str, began, saved, mine: dict[str, str] | None, outcome: Outcome) -> dict[str, str]:
    """The fields of one part. What both changed differently is a conflict, and stands there as mine until decided."""
    if mine is None:
        outcome.taken.append(saved.heading or key)
        return {"key": key, "heading": saved.heading, "kind": saved.kind, "body": saved.html}
    fields = {
        "key": "" if key.startswith(_NEW) else key,
        "heading": mine.get("heading", "").strip(),
        "kind": mine.get("kind") or PartKind.PROSE,
        "body": mine.get("body", ""),
    }
    if saved is None:
        return fields
    if began and fields["kind"] == began.kind:
        fields["kind"] = saved.kind
    _merge_heading(key, began.heading if began else "", saved.heading, fields, outcome)
    _merge_body(key, began.html if began else "", saved, fields, outcome)
    return fields


def _merge_heading(key: str, began: str, saved: str, fields: dict[str, str], outcome: Outcome) -> None:
    mine, said = fields["heading"], _("Heading of “%(part)s”") % {"part": saved or key}
    if saved in (began, mine):
        return
    if mine == began:
        fields["heading"] = saved
        outcome.taken.append(said)
    else:
        raw = {"heading": [saved]}
        outcome.conflicts.append(Conflict(f"heading:{key}", said, "text", began, saved, mine, raw))


def _merge_body(key: str, began: str, saved, fields: dict[str, str], outcome: Outcome) -> None:
    label = saved.heading or key
    if _same_body(saved.html, fields) or same_html(began, saved.html):
        return
    if _same_body(began, fields):
        fields["body"] = saved.html
        outcome.taken.append(label)
    else:
        raw = {"body": [saved.html]}
        conflict = Conflict(
            f"body:{key}", label, "html", began, saved.html, fields["body"], raw, fields["kind"]
        )
        outcome.conflicts.append(conflict)


def _same_body(html: str, row: dict[str, str]) -> bool:
    sent = row.get("body", "")
    return same_html(html, only_bullets(sent) if row.get("kind") == PartKind.BULLETS else sent)


def _name_conflicts(outcome: Outcome) -> None:
    """Conflicts of parts learn under which names the form has them."""
    numbers = {
        value: name.rpartition("-")[0]
        for name, value in outcome.data.items()
        if re.fullmatch(r"parts-\d+-key", name)
    }
    for conflict in outcome.conflicts:
        what, _colon, key = conflict.name.partition(":")
        if key in numbers:
            conflict.name = f"{numbers[key]}-{what}"
            conflict.raw = {conflict.name: conflict.raw[what]}


def credits_of(content: Content) -> list[tuple[str, str, str]]:
    """Role, kind and id of each."""
    return [(c.role, c.kind, str(c.to.id)) for c in content.credits]


def merge_credits(
    piece: Briefing | Edition,
    began: list[tuple[str, str, str]],
    saved: list[tuple[str, str, str]],
    outcome: Outcome,
) -> None:
    def item(row: dict[str, str]):
        chosen = [(kind, row[kind]) for kind in _CREDITED if row.get(kind)]
        return (row.get("role", ""), *chosen[0]) if len(chosen) == 1 else None

    def fields(one) -> dict[str, str]:
        role, kind, pk = one
        return {"role": role, **dict.fromkeys(_CREDITED, ""), kind: pk}

    present = {
        row.pk: (row.role, row.to._meta.model_name, str(row.to.pk))
        for row in piece.credits.select_related(*_CREDITED)
    }
    _merge_items(Items("credits", _CREDITED, item, fields), piece, (began, saved), present, outcome)


def merge_documents(briefing: Briefing, base: Content, theirs: Content, outcome: Outcome) -> None:
    began, saved = ([str(paper.id) for paper in content.documents] for content in (base, theirs))
    present = {row.pk: str(row.document_id) for row in briefing.document_links.all()}
    items = Items(
        "document_links",
        ("document",),
        lambda row: row.get("document") or None,
        lambda one: {"document": one},
    )
    _merge_items(items, briefing, (began, saved), present, outcome)


class Items(NamedTuple):
    """How a formset of chosen things is read: what a row chooses (`of`, None when unclear), and the row for a thing."""

    prefix: str
    names: tuple[str, ...]
    of: Callable[[dict[str, str]], Any]
    row: Callable[[Any], dict[str, str]]


def _merge_items(
    items: Items, piece: Model, states: tuple[list, list], present: dict[int, Any], outcome: Outcome
) -> None:
    """What either side added or removed. A row that is not clear goes on as it is, for the form to complain of."""
    began, saved = states
    sent = read(outcome.data, items.prefix)
    if sent is None or began == saved:
        return
    filled = [r for r in sent if "DELETE" not in r and any(r.get(name) for name in items.names)]
    mine = [one for row in filled if (one := items.of(row)) is not None]
    left = dict(present)
    rows = []
    for position, one in enumerate(merge_lists(began, saved, mine)):
        pk = next((pk for pk, other in left.items() if other == one), None)
        left.pop(pk, None)
        rows.append(Row(pk, {**items.row(one), "position": str(position)}))
    rows += [Row(pk, {**items.row(one), "position": "0"}, goes=True) for pk, one in left.items()]
    unclear = [row for row in filled if items.of(row) is None]
    rows += [
        Row(None, {n: v for n, v in row.items() if n not in ("id", piece._meta.model_name)})
        for row in unclear
    ]
    write(outcome.data, items.prefix, piece, rows)
    label = piece._meta.get_field(items.prefix).related_model._meta.verbose_name_plural
    outcome.taken.append(capfirst(str(label)))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
