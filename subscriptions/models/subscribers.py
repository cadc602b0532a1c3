"""People who signed up, each by one address."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.lists import one_line


class Subscriber(models.Model):
    """`key` is the address as it is told from others (`addresses.read`): lower case, the domain in ASCII.

    `version` moves on when the address changes: links that were sent to the old one then open nothing any more.
    """

    email = models.CharField(_("e-mail address"), max_length=254)
    key = models.CharField(max_length=320, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True, validators=[one_line])
    language = models.CharField(
        _("language"), max_length=35, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-pk"]
        permissions = [
            ("see_addresses", "Can see the addresses of subscribers"),
            ("export_subscriber", "Can export subscribers"),
            ("import_subscriber", "Can import subscribers"),
        ]
        indexes = [GinIndex(OpClass(F("key"), name="gin_trgm_ops"), name="subscriber_key_part")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """The address as those see it who may not see addresses: `a…@example.org`."""
        local, _at, domain = self.email.rpartition("@")
        return f"{local[:1]}…@{domain}"

    @property
    def is_paused(self) -> bool:
        return bool(self.paused_until and self.paused_until > timezone.now())
