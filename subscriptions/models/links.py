"""Links of a mailing whose clicks are counted: where each leads, and how often it was followed. Nothing about by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from subscriptions.models.mailings import Mailing


class Link(models.Model):
    """`code` is its short path, `/l/<code>/`. There is no row for a click: the number is all that is kept."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="links")
    code = models.CharField(max_length=20, unique=True)
    url = models.TextField(_("leads to"))
    clicks = models.PositiveBigIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("link of a mailing")
        verbose_name_plural = _("links of mailings")

    def __str__(self) -> str:
        return self.url
