"""The fields of the review panel, which are sent with the form of the briefing."""

from __future__ import annotations

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from briefings.models import Review
from briefings.publishing import rights
from briefings.publishing.commenting import LONGEST


class ReviewForm(forms.Form):
    """What the user saw is sent along, so that a form loaded long ago takes nothing back that others have done since."""

    assignee = forms.TypedChoiceField(
        label=_("Whose turn it is"), required=False, coerce=int, empty_value=None, show_hidden_initial=True
    )
    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        show_hidden_initial=True,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_(
            "Becomes a comment when you submit, ask for changes or save. @name tells a colleague by mail."
        ),
    )

    def __init__(self, data=None, *, review: Review | None, colleagues: list[tuple[int, str]]):
        known = {"assignee": review.assignee_id, "due": review.due} if review else {}
        super().__init__(data, prefix="review", initial=known)
        self.fields["assignee"].choices = [("", _("Nobody in particular")), *colleagues]

    @property
    def chosen(self):
        """The colleague who was chosen, or None."""
        return rights.colleagues().filter(pk=self.cleaned_data["assignee"]).first()
