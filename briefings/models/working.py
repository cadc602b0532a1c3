"""What writers have in their hands: text that is not saved yet, and who has a briefing open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing


class Autosave(models.Model):
    """The form of a briefing as one writer left it: what would be sent, valid or not. Nobody else sees it.

    `key` is made when the form is opened, so that a piece that has no row yet is kept once, however often it is sent.
    `revision` counts what was kept under the key, `window` did so last: another one that does not know the last
    revision writes nothing over it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.CASCADE, related_name="autosaves")
    key = models.CharField(max_length=40)
    window = models.CharField(max_length=40, default="")
    title = models.CharField(_("title"), max_length=300, blank=True)
    fields = models.JSONField(_("fields"))
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(_("kept"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="autosave_once")]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """Who has a briefing open: a row goes when the page is closed, and counts for nothing when it is no longer renewed."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["briefing", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.briefing}"
