"""The form of an edition. What only the verbs may change is not in it."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import moments
from briefings.admin.choosing import KnowsChosen
from briefings.models import Edition, Series

FARTHEST = timedelta(days=3660)


class EditionForm(KnowsChosen):
    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "subject" in self.fields:
            self.fields["subject"].widget.attrs["class"] = "headline"

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day > moments.day(timezone.now()) + FARTHEST:
            raise forms.ValidationError(_("This day is too far away."))
        return day

    def clean(self):
        """Number and day are looked up next, and have to stay free until this form is saved."""
        cleaned = super().clean()
        series = cleaned.get("series") or (self.instance.series_id and self.instance.series)
        if series:
            Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The series of a saved edition is not in the form, and yet number and day are unique within it."""
        return super()._get_validation_exclusions() - {"series"}

    @property
    def columns(self) -> list[str]:
        """The columns that the form has changed: only these are written."""
        own = {field.name for field in Edition._meta.concrete_fields}
        return [name for name in self.changed_data if name in own]
