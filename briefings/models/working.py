"""What writers have in their hands: text that is not saved yet, and who has a briefing or an edition open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.editions import Edition

BRIEFING, EDITION = "briefing", "edition"  # the kinds of piece, and the names of the columns


class OfPiece(models.Model):
    """A row on a piece: a briefing or an edition."""

    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.CASCADE, related_name="%(class)ss")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def piece(self) -> Briefing | Edition | None:
        return self.briefing or self.edition

    @property
    def piece_id(self) -> int | None:
        """Asks for nothing."""
        return self.briefing_id or self.edition_id


class Autosave(OfPiece):
    """The form of a piece as one writer left it: what would be sent, valid or not. Nobody else sees it.

    `kind` says of which, where there is no row of the piece yet.

    `key` is made when the form is opened, so that a piece that has no row yet is kept once, however often it is sent.
    `revision` counts what was kept under the key, `window` did so last: another one that does not know the last
    revision writes nothing over it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, default=BRIEFING)
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


class Presence(OfPiece):
    """Who has a piece open: a row goes when the page is closed, and counts for nothing when it is no longer renewed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["briefing", "user"], name="presence_once"),
            models.UniqueConstraint(fields=["edition", "user"], name="presence_in_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.piece}"
