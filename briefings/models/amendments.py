"""Lines that the next edition of a series owes its readers: what an earlier one said and was wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.editions import Edition
from briefings.models.sections import Series
from briefings.models.versions import Correction


class Amendment(models.Model):
    """A correction (or, where `correction` is null, a retraction) of a piece that an edition of `series` has brought.

    `edition` is the one that tells of it; null while there is none to tell. `note` is the editors' to reword.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="amendments")
    briefing = models.ForeignKey(
        Briefing, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="amendments"
    )
    correction = models.ForeignKey(Correction, null=True, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="amendments")
    note = models.TextField(_("what was corrected"), max_length=1000)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("correction to tell of")
        verbose_name_plural = _("corrections to tell of")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "correction"], name="amendment_once"),
            models.UniqueConstraint(
                fields=["series", "briefing", "made_at"],
                condition=Q(correction=None),
                name="amendment_of_retraction_once",
            ),
        ]
        indexes = [models.Index(fields=["series"], condition=Q(edition=None), name="amendment_waiting")]

    def __str__(self) -> str:
        return str(self.briefing)
