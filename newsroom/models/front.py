from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings.models import Briefing


class FrontSlot(models.Model):
    """A place on the front page that an editor filled; empty places show the newest publications."""

    briefing = models.OneToOneField(
        Briefing, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="front_slot"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}"
