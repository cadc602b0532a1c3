"""What the form of a briefing says at this moment. The admin's own form and formsets read it, and nothing is saved.

What is chosen is fetched once a model, where Django asks once a row: a piece with twelve credits costs no more queries
than one with two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Model
from django.forms import (
    BaseForm,
    BaseFormSet,
    BaseModelForm,
    ModelChoiceField,
    ModelMultipleChoiceField,
    ValidationError,
)
from django.forms.models import construct_instance
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from briefings.admin.said import content_said, kept_rows
from briefings.content import Content
from briefings.models import Briefing, BriefingPart, Format


@dataclass(frozen=True)
class Mistake:
    """What a field was refused for: `field` is the id of its input, "" for the form as a whole."""

    field: str
    name: str
    message: str


@dataclass(frozen=True)
class Posted:
    """`briefing` carries what the form says of itself and is not saved. `fields` gives for the key of a part the id of
    its text."""

    briefing: Briefing
    content: Content
    mistakes: tuple[Mistake, ...]
    fields: dict[str, str]


def read(admin, request: HttpRequest, briefing: Briefing | None) -> Posted:
    """What `request.POST` says; `briefing` as it is saved, None for a new one. What a form refuses stays as it was,
    and is among the mistakes; but for an empty title, with which every piece begins."""
    if briefing:
        _forget_chosen(briefing)
    form = admin.get_form(request, briefing, change=briefing is not None)(
        request.POST, instance=briefing or Briefing()
    )
    formsets, _inlines = admin._create_formsets(request, form.instance, change=briefing is not None)
    rows = [row for formset in formsets for row in formset.forms]
    for row in rows:
        row.fields.pop("id", None)  # the formset has its row already
    for one in (form, *rows):
        one._post_clean = partial(_compose, one)
    _fetch_once([form, *rows])
    form.is_valid()
    if form.has_error("title", "required"):
        form.instance.title = ""
        del form.errors["title"]
    _stand_in(form.instance)
    for formset in formsets:
        formset.is_valid()
    return Posted(
        briefing=form.instance,
        content=content_said(form, formsets),
        mistakes=tuple(_mistakes(form, formsets)),
        fields={row.instance.key: f"id_{row.prefix}-body" for row in _parts(formsets)},
    )


def _forget_chosen(briefing: Briefing) -> None:
    """What is saved of lists that the form says anew need not be asked for; form fields begin with it."""
    briefing._prefetched_objects_cache = {
        field.name: field.related_model._base_manager.none() for field in briefing._meta.many_to_many
    }


def _parts(formsets: list[BaseFormSet]) -> Iterator[BaseForm]:
    for formset in formsets:
        if formset.model is BriefingPart:
            yield from kept_rows(formset)


def _compose(form: BaseModelForm) -> None:
    """Put what was typed into the form's instance. What the model has to say, for which it asks the database once a
    choice and a row, waits until it is saved."""
    construct_instance(form, form.instance, form._meta.fields, form._meta.exclude)


def _fetch_once(forms: list[BaseForm]) -> None:
    """Have the fields for a choice look into what is fetched here for all of them together."""
    known: dict[type[Model], dict[str, Model]] = {}
    asked: dict[type[Model], set[str]] = {}
    fields = [
        (form, name, field) for form in forms for name, field in form.fields.items() if _is_choice(field)
    ]
    for form, name, field in fields:
        model, chosen = field.queryset.model, form[name].data
        loaded = form.instance._state.fields_cache.get(name)
        if loaded is not None:
            known.setdefault(model, {})[str(loaded.pk)] = loaded
        if chosen and str(chosen).isdecimal() and len(str(chosen)) < 19:
            asked.setdefault(model, set()).add(str(chosen))
    for model, ids in asked.items():
        missing = ids - known.setdefault(model, {}).keys()
        if missing:
            known[model] |= {
                str(pk): row for pk, row in model._default_manager.in_bulk(list(map(int, missing))).items()
            }
    for _form, _name, field in fields:
        field.to_python = partial(_look_up, known.get(field.queryset.model, {}))


def _is_choice(field) -> bool:
    return isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField)


def _look_up(known: dict[str, Model], value) -> Model | None:
    if value in (None, ""):
        return None
    if found := known.get(str(value)):
        return found
    raise ValidationError(_("This is no longer there to be chosen."))


def _stand_in(briefing: Briefing) -> None:
    """A new piece has a format, though none may be chosen yet."""
    if briefing.format_id is None:
        briefing.format = Format.objects.first() or Format(key="")


def _mistakes(form: BaseForm, formsets: list[BaseFormSet]) -> Iterator[Mistake]:
    for one in [form, *(row for formset in formsets for row in formset.forms)]:
        for name, messages in one.errors.items():
            bound = one[name] if name in one.fields else None
            label = capfirst(str(bound.label)) if bound else ""
            yield from (Mistake(bound.auto_id if bound else "", label, str(said)) for said in messages)
    for formset in formsets:
        yield from (Mistake("", "", str(said)) for said in formset.non_form_errors())
