"""The form of a briefing. What only `publishing` may change is not in it."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import KnowsChosen, bare
from briefings.models import Briefing, Reach

# Fields that are in no version: the form itself says what they were when it was loaded, to tell who changed them.
BESIDE = ["slug", "published_at", "undated", "external_id", "translation_of"]


class BriefingForm(KnowsChosen):
    """`seen` is the number of the version that the writer had in front of them when the form was loaded."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reach: Reach | None = None  # of who fills it in

    class Meta:
        model = Briefing
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.latest_version:
            self.initial["seen"] = self.instance.latest_version.number
        if self.instance.pk:
            for name in BESIDE:
                if name in self.fields:
                    self.fields[name].show_hidden_initial = True
        if "title" in self.fields:
            self.fields["title"].widget.attrs["class"] = "headline"
        if "tags" in self.fields:
            self.fields["tags"].widget.attrs["data-tags"] = reverse("admin:briefings_briefing_tags")
        if "image" in self.fields:
            thumbnail = reverse("admin:briefings_image_thumbnail", args=[0])
            bare(self.fields["image"].widget).attrs["data-thumbnail"] = thumbnail

    def clean_slug(self) -> str:
        """An address once public does not vanish because a form was loaded before it was made."""
        return self.cleaned_data["slug"] or (self.instance.slug if self.instance.address else "")

    def clean_published_at(self):
        return self.cleaned_data["published_at"] or (
            self.instance.published_at if self.instance.address else None
        )

    def clean_translation_of(self) -> Briefing | None:
        original = self.cleaned_data["translation_of"]
        if original and original.pk == self.instance.pk:
            raise forms.ValidationError(_("A piece cannot be its own translation."))
        return original

    def clean(self):
        cleaned = super().clean()
        original = cleaned.get("translation_of")
        if original and original.language == cleaned.get("language"):
            self.add_error("translation_of", _("It has the same language as this one."))
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("The event ends before it starts."))
        self._stay_within_desks(cleaned)
        return cleaned

    def _stay_within_desks(self, cleaned: dict) -> None:
        """Nobody moves a piece out of, or into, sections that they do not work on."""
        reach, moved = self.reach, {"channel", "series"} & set(self.changed_data)
        if reach is None or not moved:
            return
        channel, series = cleaned.get("channel"), cleaned.get("series")
        section = (channel and channel.pk, series and series.pk)
        began_here = reach.covers(self.instance) or not (self.instance.channel_id or self.instance.series_id)
        if not began_here or (any(section) and not reach.covers_section(*section)):
            self.add_error(moved.pop(), _("You do not work on this section."))

    @property
    def columns(self) -> list[str]:
        """The columns that the form has changed: only these are written."""
        own = {field.name for field in Briefing._meta.concrete_fields}
        columns = [name for name in self.changed_data if name in own]
        return [*columns, "translation_key"] if "translation_of" in columns else columns
