"""Things that publications mention: a mended name has to show in all of them."""

from __future__ import annotations

from django.contrib.messages import INFO
from django.utils.translation import ngettext

from briefings import findable_beside, tasks
from briefings.admin.choosing import KnowsChosen, ModelAdmin
from briefings.admin.languages import TranslatedForm


class ReferenceForm(TranslatedForm, KnowsChosen):
    """Names in all languages, and autocomplete."""


class MentionedAdmin(ModelAdmin):
    """After a change of what readers see of it, the publications that mention it are written anew by a job."""

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if not change or not form.changed_data:
            return
        findable_beside.renew_mentioned(obj)
        many = tasks.mentioning(type(obj), obj.pk).count()
        if many:
            tasks.refresh_later(obj)
            said = ngettext(
                "%(count)d publication that mentions it will show the change in a moment.",
                "%(count)d publications that mention it will show the change in a moment.",
                many,
            )
            self.message_user(request, said % {"count": many}, INFO)

    def delete_model(self, request, obj) -> None:
        self._delete([obj], lambda: super(MentionedAdmin, self).delete_model(request, obj))

    def delete_queryset(self, request, queryset) -> None:
        self._delete(list(queryset), lambda: super(MentionedAdmin, self).delete_queryset(request, queryset))

    def _delete(self, things, delete) -> None:
        """Links to it become plain words."""
        for thing in things:
            if tasks.mentioning(type(thing), thing.pk).exists():
                tasks.refresh_later(thing)
        delete()
