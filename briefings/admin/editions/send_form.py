"""The form that sends: when, and for each warning a reason why it goes out all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefings.editions.preflight import Problem
from briefings.editions.preparing import waiver_key

NOW, LATER, SITE = "now", "later", "site"
FARTHEST = timedelta(days=3660)


class SendForm(forms.Form):
    """`ways` are those of NOW, LATER and SITE that are open; `seen` is the seal of what the page shows."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=gettext_lazy("Goes out at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data, *, ways: Sequence[tuple[str, str]], warnings: Iterable[Problem], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["when"].choices = ways
        self.warnings = {f"reason-{waiver_key(warning)}": warning for warning in warnings}
        for name in self.warnings:
            self.fields[name] = forms.CharField(required=False, max_length=500, widget=AdminTextInputWidget)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == LATER and "at" not in self.errors:
            at = cleaned.get("at")
            if at is None:
                self.add_error("at", _("Say when."))
            elif at <= timezone.now():
                self.add_error("at", _("This moment is past."))
            elif at > timezone.now() + FARTHEST:
                self.add_error("at", _("This moment is too far away."))
        return cleaned

    @property
    def reasons(self) -> dict[str, str]:
        """By `waiver_key`."""
        return {name.removeprefix("reason-"): self.cleaned_data.get(name, "") for name in self.warnings}

    def asked(self) -> list[tuple[Problem, forms.BoundField]]:
        """Each warning with its field."""
        return [(warning, self[name]) for name, warning in self.warnings.items()]

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say what is still in the way: beside its field, where it has one."""
        for problem in problems:
            name = f"reason-{waiver_key(problem)}"
            if name in self.fields:
                self.add_error(name, _("Mend it, or say why it goes out all the same."))
            else:
                self.add_error(None, problem.message)
