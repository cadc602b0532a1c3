"""A draft shown to somebody without an account, by a link that ends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing


class Share(models.Model):
    """Only a digest of the token is kept: who reads the database cannot open the draft with it."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=64, unique=True)
    guest = models.CharField(_("for whom"), max_length=200)
    may_comment = models.BooleanField(_("may comment"), default=False)
    may_agree = models.BooleanField(_("may approve"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.guest

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class ShareView(models.Model):
    """That the page of a share was opened in a minute, and how often; nothing about who opened it."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="views")
    minute = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("view of a share")
        verbose_name_plural = _("views of shares")
        ordering = ["-minute"]
        constraints = [models.UniqueConstraint(fields=["share", "minute", "version"], name="share_view_once")]

    def __str__(self) -> str:
        return f"{self.minute}"
