"""The review panel in the form of a briefing, and the buttons that go with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import ERROR
from django.http import HttpRequest
from django.utils.translation import gettext as _

from briefings import publishing
from briefings.admin.review.activity import Log
from briefings.admin.review.comments import Commenting
from briefings.admin.review.form import ReviewForm
from briefings.admin.review.reading import colleagues_of, plans_of, remember_reach, threads_of
from briefings.models import Briefing, BriefingPart, Reach, Review, ReviewState, name_of
from briefings.publishing import rights

_OPEN = (ReviewState.WRITING, ReviewState.CHANGES)


class Reviewing(Commenting, Log):
    """Mixin for the admin of briefings."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.reach = Reach.of(request.user)
        return form

    def get_object(self, request, object_id, from_field=None):
        briefing = super().get_object(request, object_id, from_field)
        if hasattr(briefing, "read_desks"):
            remember_reach(briefing, request.user)
        return briefing

    def response_change(self, request, obj):
        if "_preview" not in request.POST:
            self._hand_over(request, obj)
        return super().response_change(request, obj)

    def review_verbs(self, request: HttpRequest) -> dict[str, Callable[..., str]]:
        """The buttons of the review by name; each does its work and answers what to say."""
        said = self._review_form(request, None)

        def submit(briefing: Briefing, *, by) -> str:
            to = {"to": said.chosen} if "assignee" in said.changed_data else {}
            publishing.submit(briefing, by=by, note=said.cleaned_data.get("note", ""), **to)
            return _("Submitted: the editors can see it now.")

        def approve(briefing: Briefing, *, by) -> str:
            review = publishing.approve(briefing, by=by)
            return _("Version %(number)s is approved.") % {"number": review.approved_version.number}

        def request_changes(briefing: Briefing, *, by) -> str:
            publishing.request_changes(briefing, by=by, note=said.cleaned_data.get("note", ""))
            return _("Returned to the writer.")

        return {"_submit": submit, "_approve": approve, "_changes": request_changes}

    def _hand_over(self, request: HttpRequest, briefing: Briefing) -> None:
        """What the panel says besides the buttons: whose turn, due when, a note."""
        said = self._review_form(request, briefing)
        if not said.is_valid():
            self.message_user(request, _("The review was left as it is: %(why)s") % {
                "why": " ".join(str(error) for errors in said.errors.values() for error in errors)
            }, ERROR)  # fmt: skip
            return
        moved = {"_submit", "_changes"} & request.POST.keys()
        values, by = said.cleaned_data, request.user
        if "due" in said.changed_data:
            self._quietly(request, publishing.set_due, briefing, values["due"], by=by)
        if "assignee" in said.changed_data and not moved:
            self._quietly(request, publishing.assign, briefing, said.chosen, by=by)
        if values["note"] and not moved:
            self._quietly(request, publishing.comment, briefing, values["note"], by=by)

    def _quietly(self, request: HttpRequest, verb: Callable, *args, **known) -> None:
        """Do it; say only why not."""
        try:
            verb(*args, **known)
        except (publishing.NotAllowed, publishing.NotPossible) as error:
            self.message_user(request, str(error), ERROR)

    def _review_form(self, request: HttpRequest, briefing: Briefing | None) -> ReviewForm:
        people = [(person.pk, name_of(person)) for person in rights.colleagues()]
        form = ReviewForm(request.POST, review=review_of(briefing), colleagues=people)
        form.is_valid()
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        review = review_of(obj)
        state = review.state if review else ReviewState.WRITING
        may_approve = self.may_decide(request, "approve_briefing", obj)
        context.update(
            {
                "review": review,
                "show_submit": editable and state in _OPEN,
                "show_approve": editable and may_approve and state in (ReviewState.IN_REVIEW, ReviewState.CHANGES),
                "show_changes": editable and may_approve and state in (ReviewState.IN_REVIEW, ReviewState.APPROVED),
                "may_share": obj is not None and self.may_decide(request, "share_briefing", obj),
            }
        )  # fmt: skip
        if obj and obj.pk:
            threads = threads_of(obj)
            parts = [s for s in context["inline_admin_formsets"] if s.opts.model is BriefingPart]
            for form in (form for formset in parts for form in formset.formset.forms):
                form.thread = threads.pop(form.instance.key, []) if form.instance.pk else None
            context |= {
                "review_form": ReviewForm(review=review, colleagues=colleagues_of(obj)) if editable else None,
                "thread": [note for rest in threads.values() for note in rest],
                "plans": plans_of(obj),
                "commenting": self.commenting(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def review_of(briefing: Briefing | None) -> Review | None:
    return getattr(briefing, "review", None)
