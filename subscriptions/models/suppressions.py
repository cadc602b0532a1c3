"""Addresses that must not be mailed, known only by a keyed hash: who was erased cannot be read here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from subscriptions.models.lists import one_line


class Reason(models.TextChoices):
    ERASED = "erased", _("asked to be erased")
    BOUNCED = "bounced", _("mail came back for good")
    COMPLAINED = "complained", _("complained of spam")
    MANUAL = "manual", _("put here by an editor")


# Signing up and confirming is a free choice that lifts these. The others only an editor lifts.
LIFTED_BY_CONFIRMING = (Reason.ERASED, Reason.BOUNCED)


def digests(key: str) -> list[str]:
    """Hashes that `key` may be kept under: by the present secret first, then by former ones."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("subscriptions.suppression", key, secret=secret, algorithm="sha256").hexdigest()
        for secret in secrets
    ]


class SuppressionQuerySet(models.QuerySet):
    def of(self, key: str) -> SuppressionQuerySet:
        """Those of one address (its `key`)."""
        return self.filter(digest__in=digests(key))

    def among(self, keys: list[str]) -> set[str]:
        """Which of many addresses are suppressed."""
        by_digest = {digest: key for key in keys for digest in digests(key)}
        found = self.filter(digest__in=list(by_digest)).values_list("digest", flat=True)
        return {by_digest[digest] for digest in found}

    def silences(self, key: str) -> bool:
        """Whether not even a confirmation may be sent there."""
        return self.of(key).exclude(reason__in=LIFTED_BY_CONFIRMING).exists()


class SuppressionManager(models.Manager.from_queryset(SuppressionQuerySet)):
    def add(self, key: str, reason: str, *, note: str = "", by=None) -> Suppression:
        """Suppress an address; one that is suppressed already keeps its entry."""
        fields = {"reason": reason, "note": note, "by": by}
        return self.of(key).first() or self.get_or_create(digest=digests(key)[0], defaults=fields)[0]


class Suppression(models.Model):
    digest = models.CharField(_("keyed hash"), max_length=64, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.CharField(_("note"), max_length=300, blank=True, validators=[one_line])
    at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SuppressionManager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppression list")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{str(self.digest)[:12]}… ({self.get_reason_display()})"
