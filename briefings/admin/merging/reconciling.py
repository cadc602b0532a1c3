"""A form is saved that was opened before somebody else saved: compare-and-swap on `seen`, then a three-way merge.

The row is locked first, so of two that are sent at the same moment the second finds what the first has saved. What each
changed by itself is kept from both. What both changed differently is asked about, once the sent text lies in a version
of its own. Only saving goes on by itself after a merge: nobody publishes what they have not seen.
"""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.messages import WARNING
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from briefings import drafting
from briefings.admin.merging import page, rows
from briefings.admin.merging.values import Outcome, merge_values
from briefings.admin.said import content_said
from briefings.admin.working.presence import Piece, name_of
from briefings.models import Briefing

_FORMED_BY = ("latest_version__created_by", "format", "channel", "series", "image", "translation_of")
_OF_THE_FORM = ("_key", "_window", "_revision", "_preview", "_save", "_continue")


class Asked(NamedTuple):
    """What the page that asks says: by whom, what happened, where the sent text is kept, and the ways on."""

    name: str
    told: str
    kept: str
    leave: str
    compare: str = ""


class Reconciling:
    """Mixin for the admin of a kind of piece. Needs `bound` of `Resuming`, and what `ReconcilingBriefings` has."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if asking := self._reconciled(request, object_id):
                return asking
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _reconciled(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Let the request say what both said, or answer with the page that asks; None where the form can be saved."""
        if not (object_id.isdecimal() and len(object_id) < 19):
            return None
        piece = self.locked(request, int(object_id))
        if not piece or not self.has_change_permission(request, piece):
            return None
        request.POST = page.decided(request.POST)
        outcome = self.brought_together(request, piece)
        if outcome is None:
            return None
        if outcome.conflicts and "_preview" not in request.POST:
            return self._asking(request, piece, outcome)
        request.POST = outcome.data
        if outcome.taken and "_preview" not in request.POST:
            self._tell_of_both(request, piece, outcome)
        return None

    def _asking(self, request: HttpRequest, piece: Piece, outcome: Outcome) -> HttpResponse | None:
        """The page on what both changed. What was sent is kept before anything is decided."""
        form, formsets = self.bound(request, self.fresh(piece.pk), outcome.data)
        if not (form.is_valid() and all(formset.is_valid() for formset in formsets)):
            # The form says so first. It begins as it did still, so that this is asked afterwards.
            self.begin_as_before(outcome.data, request.POST)
            request.POST = outcome.data
            return None
        asked = self.asked(request, piece, outcome, form, formsets)
        return page.ask(self, request, piece, outcome, asked)

    def _tell_of_both(self, request: HttpRequest, piece: Piece, outcome: Outcome) -> None:
        data = outcome.data
        pressed = [n for n in data if n.startswith("_") and n not in _OF_THE_FORM]
        for name in pressed:
            del data[name]
        if pressed:
            data["_continue"] = "1"
        said, named = self.told_of(piece)
        said %= {**named, "fields": ", ".join(dict.fromkeys(outcome.taken))}
        if pressed:
            said = f"{said} {_('It is saved and nothing else: look at what came in, then press the button again.')}"
        self.message_user(request, said, WARNING)


class ReconcilingBriefings(Reconciling):
    """Mixin for the admin of briefings: what was saved and what was begun on are versions."""

    def locked(self, request: HttpRequest, pk: int) -> Briefing | None:
        # Locked first and read afterwards: rows joined to a locked one are those from before the lock was waited for.
        list(Briefing.objects.select_for_update().filter(pk=pk).values_list("pk"))
        return Briefing.objects.select_related(*_FORMED_BY).filter(pk=pk).first()

    def fresh(self, pk: int) -> Briefing:
        """To be filled in by a form."""
        return Briefing.objects.select_related("format", "channel", "series", "image").get(pk=pk)

    def brought_together(self, request: HttpRequest, briefing: Briefing) -> Outcome | None:
        """None when nothing was saved since, here or beside the versions."""
        seen, latest = request.POST.get("seen", ""), briefing.latest_version
        if not (seen.isdecimal() and len(seen) < 10):
            return None
        began = (
            briefing.versions.filter(number=seen).first() if latest and int(seen) < latest.number else latest
        )
        if began is None:
            return None
        fields = flatten_fieldsets(self.get_fieldsets(request, briefing))
        form = self.get_form(request, briefing, change=True, fields=fields)(instance=briefing)
        base, theirs = began.read(), latest.read()
        outcome = Outcome(request.POST.copy())
        merge_values(form, base, theirs, outcome)
        rows.merge_parts(briefing, base, theirs, outcome)
        rows.merge_credits(briefing, *(rows.credits_of(content) for content in (base, theirs)), outcome)
        rows.merge_documents(briefing, base, theirs, outcome)
        outcome.data["seen"] = str(latest.number)
        return outcome

    def begin_as_before(self, data: QueryDict, sent: QueryDict) -> None:
        data["seen"] = sent["seen"]

    def asked(self, request: HttpRequest, briefing: Briefing, outcome: Outcome, form, formsets) -> Asked:
        """What was sent lies in a version of its own."""
        latest = briefing.latest_version
        aside = drafting.set_aside(briefing, content_said(form, formsets), by=request.user)
        compare = reverse("admin:briefings_briefing_compare", args=[briefing.pk])
        told = _(
            "%(name)s saved version %(n)s (%(when)s) while you were writing. Below is what you both changed: say what "
            "it is to be."
        )
        when = date_format(localtime(latest.created), "DATETIME_FORMAT")
        kept = _("Whatever you choose, nothing is lost: your text is kept as version %(n)s.")
        return Asked(
            name=name_of(latest.created_by),
            told=told % {"name": name_of(latest.created_by), "n": latest.number, "when": when},
            kept=kept % {"n": aside.number},
            leave=_("Leave it; my text stays in the versions"),
            compare=f"{compare}?old={latest.number}&new={aside.number}",
        )

    def told_of(self, briefing: Briefing) -> tuple[str, dict]:
        """A sentence with `fields` to be filled in, and what else it names."""
        latest = briefing.latest_version
        said = _("Brought together with version %(number)s by %(name)s. Taken over from it: %(fields)s.")
        return said, {"number": latest.number, "name": name_of(latest.created_by)}
