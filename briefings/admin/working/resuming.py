"""The form opened again: with the text that its writer had not saved, or with word that there is some.

Text begun on what is still the latest is simply there again. Text begun on something earlier is offered.
`?unsaved=<key>` asks for one, `?unsaved=none` for the form as it was saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.messages import WARNING
from django.db import transaction
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings import unsaved
from briefings.admin.working.autosaving import fields_in
from briefings.admin.working.presence import Piece
from briefings.models import Autosave


class Resumption(NamedTuple):
    """What the page has to know: the text it shows (`resumed`), and others it offers."""

    resumed: Autosave | None
    offered: list[Autosave]


class Resuming:
    """Mixin for the admin of a kind of piece. Needs `company` of `Presences`, and `seen_of`, `working_links`
    (see `OfBriefings`)."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "GET":
            request.resumption = self._resumption(request, object_id)
            if request.resumption.resumed:
                request.bound_to = data_of(request.resumption.resumed)
                request.unjudged = True
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if object_id is None and (answer := self._added_already(request)):
                return answer
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return _resumed(form, request.bound_to) if hasattr(request, "unjudged") else form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if hasattr(request, "bound_to"):
            kwargs.pop("initial", None)
            kwargs["data"] = request.bound_to.copy()
        return kwargs

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        if hasattr(request, "unjudged"):
            for formset in formsets:
                _unjudged(formset)
        return formsets, inlines

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        if key := request.POST.get("_key"):
            unsaved.saved(request.user, key[:40], form.instance, new=not change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if self._may_write(request, obj) and not context["is_popup"]:
            context["working"] = self._working(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def bound(self, request: HttpRequest, piece: Piece, data: QueryDict):
        """The form and the formsets of `piece` as they would be if `data` were sent, judged."""
        before = getattr(request, "bound_to", None)
        request.bound_to = data
        fields = flatten_fieldsets(self.get_fieldsets(request, piece))
        form = self.get_form(request, piece, change=True, fields=fields)(data, instance=piece)
        formsets, _inlines = self._create_formsets(request, form.instance, True)
        form.is_valid()
        for formset in formsets:
            formset.is_valid()
        if before is None:
            del request.bound_to
        else:
            request.bound_to = before
        return form, formsets

    def _resumption(self, request: HttpRequest, object_id: str | None) -> Resumption:
        nothing, asked = Resumption(None, []), request.GET.get("unsaved", "")
        if object_id is not None and not (object_id.isdecimal() and len(object_id) < 19):
            return nothing
        kind = self.opts.model_name
        found = unsaved.pending(request.user, kind, int(object_id) if object_id else None)
        if not found or not self._may_write(request, found[0].piece):
            return nothing
        if asked:
            resumed = next((row for row in found if row.key == asked), None)
        else:
            resumed = found[0] if self._is_current(found[0]) else None
        return Resumption(resumed, [row for row in found if row != resumed])

    def _may_write(self, request: HttpRequest, piece: Piece | None) -> bool:
        if piece is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, piece)

    def _is_current(self, row: Autosave) -> bool:
        """Whether the text was begun on what is the latest still. New pieces are only offered."""
        return row.piece is not None and self.seen_of(row.piece) in ("", _seen_in(row))

    def _working(self, request: HttpRequest, obj: Piece | None) -> dict:
        """What the page needs to keep the text: addresses, the key it is kept under, what there is to take up."""
        resumption = getattr(request, "resumption", Resumption(None, []))
        resumed = resumption.resumed
        return {
            **self.working_links(obj),
            "begun": self.begun(request, obj),
            "key": resumed.key if resumed else request.POST.get("_key") or unsaved.new_key(),
            "revision": resumed.revision if resumed else request.POST.get("_revision", 0),
            "window": unsaved.new_key(),
            "resumed": resumed,
            "offered": resumption.offered,
            "company": self.company(request.user, obj) if obj else {},
        }

    def _added_already(self, request: HttpRequest) -> HttpResponse | None:
        """A new piece sent twice, as when the answer to the first got lost: what the second says is kept, not added."""
        key = request.POST.get("_key", "")[:40]
        if not key or "_preview" in request.POST or not self.has_add_permission(request):
            return None
        kind = self.opts.model_name
        row = unsaved.begin(request.user, key, fields_in(request.POST), kind)
        if row.piece_id is None:
            return None
        said = _("This piece has been saved already. What you sent since is kept here, and not saved yet.")
        self.message_user(request, said, WARNING)
        kept = unsaved.keep(
            request.user,
            fields_in(request.POST),
            key=key if row.fields else "",
            window=request.POST.get("_window", "")[:40],
            kind=kind,
            piece=row.piece,
        )
        change = reverse(f"admin:briefings_{kind}_change", args=[row.piece_id])
        return HttpResponseRedirect(f"{change}?unsaved={kept.key}")


def data_of(row: Autosave) -> QueryDict:
    """The kept fields as the form's data."""
    data = QueryDict(mutable=True)
    for name, values in row.fields.items():
        data.setlist(name, values)
    return data


def _seen_in(row: Autosave) -> str:
    """What the text was begun on."""
    return (row.fields.get("seen") or [""])[0]


def _resumed(form: type, data: QueryDict) -> Callable:
    """Makes `form` bound to `data` and not judged: the writer has not sent it yet."""

    def make(*args, **kwargs):
        made = form(data, *args, **kwargs)
        made._errors = ErrorDict()
        return made

    return make


def _unjudged(formset) -> None:
    formset._errors, formset._non_form_errors = [ErrorDict() for _form in formset.forms], ErrorList()
    for form in formset.forms:
        form._errors = ErrorDict()
