"""A form of an edition comes back after somebody else saved: field by field and row by row, against what it was begun on.
What both changed differently is asked; what was sent lies among the unsaved texts before anything is decided.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from briefings import unsaved
from briefings.admin.editions.keepsafe import last_saved
from briefings.admin.editions.rows import merge_amendments, merge_items
from briefings.admin.editions.standing import FIELDS, read, seal, standing, written
from briefings.admin.merging.reconciling import Asked, Reconciling
from briefings.admin.merging.rows import merge_credits
from briefings.admin.merging.values import Outcome, merge_fields
from briefings.admin.working.autosaving import fields_in
from briefings.admin.working.presence import name_of
from briefings.models import EDITION, Edition


class ReconcilingEditions(Reconciling):
    """Mixin for the admin of editions. Needs `bound` of `Resuming`."""

    def locked(self, request: HttpRequest, pk: int) -> Edition | None:
        # Locked first and read afterwards: see what the lock was waited for.
        list(Edition.objects.select_for_update().filter(pk=pk).values_list("pk"))
        return self.get_queryset(request).filter(pk=pk).first()

    def fresh(self, pk: int) -> Edition:
        return Edition.objects.select_related("series").get(pk=pk)

    def brought_together(self, request: HttpRequest, edition: Edition) -> Outcome | None:
        """None where nothing was saved since, or the form does not say what it was begun on."""
        began, saved = read(request.POST.get("began", "")), standing(edition)
        if began is None:
            return None
        outcome = Outcome(request.POST.copy())
        if began != saved:
            form = self.get_form(request, edition, change=True)(instance=edition)
            merge_fields(form, *(_values(said) for said in (began, saved)), outcome)
            merge_items(edition, began["items"], saved["items"], outcome)
            credits = (_credits(said) for said in (began, saved))
            merge_credits(edition, *credits, outcome)
        merge_amendments(edition, began["amendments"], saved["amendments"], outcome)
        outcome.data["seen"], outcome.data["began"] = seal(saved), written(saved)
        return outcome

    def begin_as_before(self, data: QueryDict, sent: QueryDict) -> None:
        data["seen"], data["began"] = sent.get("seen", ""), sent["began"]

    def asked(self, request: HttpRequest, edition: Edition, outcome: Outcome, form, formsets) -> Asked:
        sent = request.POST
        row = unsaved.keep(
            request.user,
            fields_in(sent),
            key=sent.get("_key", "")[:40],
            window=sent.get("_window", "")[:40],
            kind=EDITION,
            piece=edition,
        )
        outcome.data["_key"], outcome.data["_revision"] = row.key, str(row.revision)
        by, at = last_saved(edition)
        told = _(
            "%(name)s saved this edition (%(when)s) while you were writing. Below is what you both changed: say what "
            "it is to be."
        )
        return Asked(
            name=name_of(by),
            told=told % {"name": name_of(by), "when": date_format(localtime(at), "DATETIME_FORMAT")},
            kept=_(
                "Whatever you choose, nothing is lost: your text is kept, and offered when you open it again."
            ),
            leave=_("Leave it; my text is offered when I open it again"),
        )

    def told_of(self, edition: Edition) -> tuple[str, dict]:
        by, _at = last_saved(edition)
        said = _("Brought together with what %(name)s saved. Taken over from it: %(fields)s.")
        return said, {"name": name_of(by)}


def _values(said: dict[str, Any]) -> dict[str, Any]:
    return {name: Edition._meta.get_field(name).to_python(said[name]) for name in FIELDS}


def _credits(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Role, kind and id of each."""
    kinds = ("person", "organisation", "series")
    return [
        (row["role"], kind, str(row[f"{kind}_id"]))
        for row in said["credits"]
        for kind in kinds
        if row[f"{kind}_id"]
    ]
