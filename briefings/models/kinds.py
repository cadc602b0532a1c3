from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a publication is, as readers call it."""

    BRIEFING = "briefing", _("Briefing")
    ARTICLE = "article", _("Article")
    PAPER = "paper", _("Paper")
    REPORT = "report", _("Report")
    PODCAST = "podcast", _("Podcast")
    VIDEO = "video", _("Video")
    EVENT = "event", _("Event")

    @property
    def plural(self) -> str:
        return str(PLURALS[self])

    @property
    def listing(self) -> str:
        """First path segment of the listing of this kind."""
        return f"{self.value}s"


PLURALS = {
    Kind.BRIEFING: _("Briefings"),
    Kind.ARTICLE: _("Articles"),
    Kind.PAPER: _("Papers"),
    Kind.REPORT: _("Reports"),
    Kind.PODCAST: _("Podcasts"),
    Kind.VIDEO: _("Videos"),
    Kind.EVENT: _("Events"),
}
