from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from briefings.admin.choosing import KnowsChosen, ModelAdmin
from briefings.models import State
from newsroom.models import FrontSlot


class FrontSlotForm(KnowsChosen):
    def clean_briefing(self):
        briefing = self.cleaned_data["briefing"]
        if briefing.state != State.PUBLISHED:
            raise ValidationError(_("Only what is published can stand on the front page."))
        return briefing


@admin.register(FrontSlot)
class FrontSlotAdmin(ModelAdmin):
    form = FrontSlotForm
    autocomplete_fields = ["briefing"]
    list_display = ["briefing", "position"]
    list_editable = ["position"]
    list_select_related = ["briefing"]
    fields = ["briefing", "position"]
