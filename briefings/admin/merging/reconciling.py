"""A form is saved that was opened before somebody else saved: compare-and-swap on `seen`, then a three-way merge.

The row is locked first, so of two that are sent at the same moment the second finds what the first has saved. What each
changed by itself is kept from both. What both changed differently is asked about, once the sent text lies in a version
of its own. Only saving goes on by itself after a merge: nobody publishes what they have not seen.
"""

from __future__ import annotations

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.messages import WARNING
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from briefings import drafting
from briefings.admin.merging import page, rows
from briefings.admin.merging.values import Outcome, merge_values
from briefings.admin.said import content_said
from briefings.admin.working.presence import name_of
from briefings.models import Briefing

_FORMED_BY = ("latest_version__created_by", "format", "channel", "series", "image", "translation_of")
_OF_THE_FORM = ("_key", "_window", "_revision", "_preview", "_save", "_continue")


class Reconciling:
    """Mixin for the admin of briefings. Needs `bound` of `Resuming`."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if asking := self._reconciled(request, object_id):
                return asking
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _reconciled(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Let the request say what both said, or answer with the page that asks; None where the form can be saved."""
        seen = request.POST.get("seen", "")
        if not (object_id.isdecimal() and len(object_id) < 19 and seen.isdecimal() and len(seen) < 10):
            return None
        # Locked first and read afterwards: rows joined to a locked one are those from before the lock was waited for.
        list(Briefing.objects.select_for_update().filter(pk=object_id).values_list("pk"))
        briefing = Briefing.objects.select_related(*_FORMED_BY).filter(pk=object_id).first()
        if not briefing or not self.has_change_permission(request, briefing):
            return None
        request.POST = page.decided(request.POST)
        outcome = self._brought_together(request, briefing, int(seen))
        if outcome is None:
            return None
        if outcome.conflicts and "_preview" not in request.POST:
            return self._asking(request, briefing, outcome)
        request.POST = outcome.data
        if outcome.taken and "_preview" not in request.POST:
            self._tell(request, briefing, outcome)
        return None

    def _brought_together(self, request: HttpRequest, briefing: Briefing, seen: int) -> Outcome | None:
        """None when nothing was saved since, here or beside the versions."""
        latest = briefing.latest_version
        began = briefing.versions.filter(number=seen).first() if latest and seen < latest.number else latest
        if began is None:
            return None
        fields = flatten_fieldsets(self.get_fieldsets(request, briefing))
        form = self.get_form(request, briefing, change=True, fields=fields)(instance=briefing)
        base, theirs = began.read(), latest.read()
        outcome = Outcome(request.POST.copy())
        merge_values(form, base, theirs, outcome)
        for merge in (rows.merge_parts, rows.merge_credits, rows.merge_documents):
            merge(briefing, base, theirs, outcome)
        outcome.data["seen"] = str(latest.number)
        return outcome

    def _asking(self, request: HttpRequest, briefing: Briefing, outcome: Outcome) -> HttpResponse | None:
        """The page on what both changed. What was sent lies in a version before anything is decided."""
        latest, sent = briefing.latest_version, request.POST
        fresh = Briefing.objects.select_related("format", "channel", "series", "image").get(pk=briefing.pk)
        form, formsets = self.bound(request, fresh, outcome.data)
        if not (form.is_valid() and all(formset.is_valid() for formset in formsets)):
            # The form says so first. It begins with the old version still, so that this is asked afterwards.
            request.POST = outcome.data
            request.POST["seen"] = sent["seen"]
            return None
        aside = drafting.set_aside(briefing, content_said(form, formsets), by=request.user)
        return page.ask(self, request, briefing, outcome, theirs=latest, aside=aside)

    def _tell(self, request: HttpRequest, briefing: Briefing, outcome: Outcome) -> None:
        data = outcome.data
        pressed = [n for n in data if n.startswith("_") and n not in _OF_THE_FORM]
        for name in pressed:
            del data[name]
        if pressed:
            data["_continue"] = "1"
        latest = briefing.latest_version
        said = _("Brought together with version %(number)s by %(name)s. Taken over from it: %(fields)s.") % {
            "number": latest.number,
            "name": name_of(latest.created_by),
            "fields": ", ".join(dict.fromkeys(outcome.taken)),
        }
        if pressed:
            said = f"{said} {_('It is saved and nothing else: look at what came in, then press the button again.')}"
        self.message_user(request, said, WARNING)
