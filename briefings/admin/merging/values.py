"""The single fields of the form in three states: what both began with, what was saved since, what is being sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from taggit.models import Tag
from taggit.utils import edit_string_for_tags, parse_tags

from briefings.admin.briefing_form import BESIDE
from briefings.admin.choosing import bare
from briefings.admin.prose import ProseWidget
from briefings.content import Content
from briefings.diffing import blocks
from briefings.diffing.merging import merge_sets
from briefings.models import Format

_TEXTS = ["title", "dek", "summary", "kind", "language", "media_url", "place"]
_SETS = ["topics", "regions"]


@dataclass
class Conflict:
    """A field that both changed. `raw` are the names and values that put it into the form: `theirs` by `mine`.

    `look` is `html`, `text` or `choice`; of the last nothing can be combined.
    """

    name: str
    label: str
    look: str
    base: str
    theirs: str
    mine: str
    raw: dict[str, list[str]]
    kind: str = ""


@dataclass
class Outcome:
    """`data` says what both said, and what I said where they differ; `taken` names what came from the other side."""

    data: QueryDict
    taken: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def values_of(content: Content, formats: Mapping[str, int]) -> dict[str, Any]:
    """What `content` says, as the form has it."""
    figure = content.figure
    return {
        **{name: getattr(content, name) for name in _TEXTS},
        "format": formats.get(content.format),
        "channel": content.channel and content.channel.id,
        "series": content.series and content.series.id,
        "image": figure and figure.id,
        "image_alt": figure.alt if figure and figure.own_alt else "",
        "image_caption": figure.caption if figure and figure.own_caption else "",
        "starts_at": parse_datetime(content.starts_at) if content.starts_at else None,
        "ends_at": parse_datetime(content.ends_at) if content.ends_at else None,
    }


def merge_values(form: forms.ModelForm, base: Content, theirs: Content, outcome: Outcome) -> None:
    """Bring the single fields together. `form` is unbound, of the briefing as it is saved now."""
    if base != theirs:
        formats = dict(Format.objects.values_list("key", "pk"))
        began, saved = values_of(base, formats), values_of(theirs, formats)
        merge_fields(form, began, saved, outcome)
    for name in BESIDE:
        if name in form.fields and (sent := _initial(form[name], outcome.data)) is not None:
            present = form[name].initial
            if form.fields[name].has_changed(present, sent):
                _merge(form, name, sent, present, outcome)
    for name in _SETS:
        _merge_set(form, name, base, theirs, outcome)
    _merge_tags(form, base, theirs, outcome)


def merge_fields(
    form: forms.ModelForm, began: Mapping[str, Any], saved: Mapping[str, Any], outcome: Outcome
) -> None:
    """Those fields of `form`, which is unbound, that were saved with another value since."""
    for name in began:
        if name in form.fields and began[name] != saved[name]:
            _merge(form, name, began[name], saved[name], outcome)


def _merge(form, name: str, began: Any, saved: Any, outcome: Outcome) -> None:
    bound, data = form[name], outcome.data
    sent = bare(bound.field.widget).value_from_datadict(data, {}, name)
    scratch = QueryDict(mutable=True)
    put(scratch, bound)
    if name in BESIDE:
        _put_initial(data, scratch)
    if _same(bound.field, saved, sent):
        return
    if _same(bound.field, began, sent):
        put(data, bound)
        outcome.taken.append(str(bound.label))
        return
    text, html = isinstance(bound.field, forms.CharField), _is_prose(bound.field)
    outcome.conflicts.append(
        Conflict(
            name,
            str(bound.label),
            "html" if html else "text" if text else "choice",
            *(value or "" if html else _shown(bound, value) for value in (began, saved, sent)),
            raw=dict(scratch.lists()),
            kind="prose" if html else "",
        )
    )


def _is_prose(field: forms.Field) -> bool:
    return isinstance(bare(field.widget), ProseWidget)


def same_html(one: str, other: str) -> bool:
    """Whether two texts show the same."""
    return [block.key for block in blocks.read(one)] == [block.key for block in blocks.read(other)]


def _same(field: forms.Field, value: Any, sent: Any) -> bool:
    if _is_prose(field):
        return same_html(value or "", sent or "")
    if isinstance(field, forms.CharField):
        return _plain(value) == _plain(sent)
    return not field.has_changed(value, sent)


def _plain(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def _initial(bound: forms.BoundField, data: QueryDict):
    """What the form showed when it was loaded, as it says itself; None when it does not."""
    widget = bound.field.hidden_widget()
    if widget.value_omitted_from_data(data, {}, bound.html_initial_name):
        return None
    return widget.value_from_datadict(data, {}, bound.html_initial_name)


def _put_initial(data: QueryDict, raw: QueryDict) -> None:
    """What was asked about once is not asked about again: the form now begins with what is saved."""
    for key, values in raw.lists():
        data.setlist(f"initial-{key}", values)


def put(data: QueryDict, bound: forms.BoundField) -> None:
    """Let `data` say for this field what the unbound form shows."""
    widget, value, name = bare(bound.field.widget), bound.value(), bound.html_name
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        for suffix, single, part in parts:
            data[name + suffix] = single.format_value(part) or ""
    elif isinstance(widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
    else:
        shown = widget.format_value(value)
        data.setlist(name, [str(one) for one in shown] if isinstance(shown, list) else [shown or ""])


def _shown(bound: forms.BoundField, value: Any) -> str:
    """The value in words, for the page that asks."""
    if value in (None, "", [], [""]):
        return ""
    if isinstance(value, list):
        return " ".join(filter(None, value))
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(bound.field, forms.ModelChoiceField):
        return str(bound.field.queryset.filter(pk=value).first() or "")
    return str(dict(getattr(bound.field, "choices", ())).get(value, value))


def _merge_set(form, name: str, base: Content, theirs: Content, outcome: Outcome) -> None:
    began, saved = ({str(ref.id) for ref in getattr(content, name)} for content in (base, theirs))
    if name in form.fields and began != saved:
        mine = outcome.data.getlist(name)
        merged = merge_sets(began, saved, set(mine))
        outcome.data.setlist(name, [*(pk for pk in mine if pk in merged), *sorted(merged - set(mine))])
        if merged != set(mine):
            outcome.taken.append(str(form[name].label))


def _merge_tags(form, base: Content, theirs: Content, outcome: Outcome) -> None:
    began, saved = ({tag.name for tag in content.tags} for content in (base, theirs))
    if "tags" in form.fields and began != saved:
        mine = set(parse_tags(outcome.data.get("tags", "")))
        merged = sorted(merge_sets(began, saved, mine))
        outcome.data["tags"] = edit_string_for_tags([Tag(name=name) for name in merged])
        if set(merged) != mine:
            outcome.taken.append(str(form["tags"].label))
