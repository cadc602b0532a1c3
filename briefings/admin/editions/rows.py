"""The rows of an edition brought together: its items by the piece that they show, its corrections by their id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from briefings.admin.merging.rows import Row, read, write
from briefings.admin.merging.values import Conflict, Outcome
from briefings.diffing.merging import merge_lists
from briefings.models import Amendment, Choice, Edition, EditionItem

_SAID = {"shown": "choice", "note": "text"}  # of an item, and how it looks


def merge_items(edition: Edition, began: list[dict], saved: list[dict], outcome: Outcome) -> None:
    """Which pieces, in which order, and of each what is shown and the note above it."""
    sent = read(outcome.data, "items")
    if sent is None or began == saved:
        return
    was, now = ({str(row["briefing_id"]): row for row in rows} for rows in (began, saved))
    mine = {row["briefing"]: row for row in sent if "DELETE" not in row and row.get("briefing")}
    order = merge_lists(list(was), list(now), list(mine))
    # What one side took out while the other was writing about it stays.
    order += [key for key in mine if key in was and key not in now and _differs(mine[key], was[key])]
    order += [key for key in now if key in was and key not in mine and _differs(now[key], was[key])]
    present = {str(row.briefing_id): row for row in edition.items.select_related("briefing")}
    if list(now) != list(was):
        outcome.taken.append(capfirst(str(EditionItem._meta.verbose_name_plural)))
    rows = []
    for position, key in enumerate(dict.fromkeys(order)):
        row = present.get(key)
        states = (was.get(key), now.get(key), mine.get(key))
        fields = _one(key, str(row or ""), _SAID, states, outcome)
        rows.append(Row(row and row.pk, {**fields, "briefing": key, "position": str(position)}))
    rows += [Row(row.pk, {"briefing": key}, goes=True) for key, row in present.items() if key not in order]
    write(outcome.data, "items", edition, rows)
    _name_conflicts(outcome, "items", "briefing", _SAID)


def merge_amendments(edition: Edition, began: list[dict], saved: list[dict], outcome: Outcome) -> None:
    """One that came since the form was opened is in it now; the form knew nothing of it."""
    sent = read(outcome.data, "amendments")
    if began == saved and (sent is not None or not saved):
        return
    was, now = ({str(row["id"]): row for row in rows} for rows in (began, saved))
    mine = {row["id"]: row for row in sent or () if row.get("id")}
    titles = {str(row.pk): str(row.briefing) for row in edition.amendments.select_related("briefing")}
    rows = []
    for key in now:
        row = mine.get(key)
        goes = row is not None and "DELETE" in row and now[key] == was.get(key)
        fields = _one(key, titles.get(key, ""), {"note": "text"}, (was.get(key), now[key], row), outcome)
        rows.append(Row(int(key), fields, goes=goes))
    if now.keys() != was.keys():
        outcome.taken.append(capfirst(str(Amendment._meta.verbose_name_plural)))
    write(outcome.data, "amendments", edition, rows)
    _name_conflicts(outcome, "amendments", "id", {"note": "text"})


def _differs(one: dict, other: dict) -> bool:
    return any(_plain(one.get(name)) != _plain(other.get(name)) for name in _SAID)


def _plain(text: Any) -> str:
    return "\n".join(line.rstrip() for line in str(text or "").strip().splitlines())


def _one(
    key: str,
    title: str,
    names: dict[str, str],
    states: Sequence[dict | None],
    outcome: Outcome,
) -> dict[str, str]:
    """What a row says by `names`; `states` are it as begun, as saved, as sent, None where it was not there."""
    was, now, mine = states
    if mine is None or now is None:
        return {name: (mine or now or {}).get(name, "") for name in names}
    fields = {}
    for name, look in names.items():
        before, saved, sent = (str((row or {}).get(name) or "") for row in (was, now, mine))
        fields[name] = sent
        if _plain(saved) in (_plain(before), _plain(sent)):
            continue
        label = _("%(part)s in %(title)s") % {"part": capfirst(_called(name)), "title": title}
        if _plain(sent) == _plain(before):
            fields[name] = saved
            outcome.taken.append(label)
            continue
        shown = [_shown(name, one) for one in (before, saved, sent)]
        outcome.conflicts.append(Conflict(f"{name}:{key}", label, look, *shown, raw={name: [saved]}))
    return fields


def _called(name: str) -> str:
    return str(EditionItem._meta.get_field(name).verbose_name)


def _shown(name: str, value: str) -> str:
    return str(dict(Choice.choices).get(value, value)) if name == "shown" else value


def _name_conflicts(outcome: Outcome, prefix: str, by: str, names: dict[str, str]) -> None:
    """Conflicts learn under which names the form has their fields."""
    numbers = {
        value: name.removesuffix(f"-{by}")
        for name, value in outcome.data.items()
        if name.startswith(f"{prefix}-") and name.endswith(f"-{by}")
    }
    for conflict in outcome.conflicts:
        what, _colon, key = conflict.name.partition(":")
        if what in names and key in numbers:
            conflict.name = f"{numbers[key]}-{what}"
            conflict.raw = {conflict.name: conflict.raw[what]}
