"""A file of subscribers on its way in: uploaded, looked through, imported by a job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.lists import MailingList


class ImportState(models.TextChoices):
    CHECKED = "checked", _("checked, nothing stored yet")
    WAITING = "waiting", _("waiting for its turn")
    DONE = "done", _("imported")
    FAILED = "failed", _("failed")


class Import(models.Model):
    """`content` is emptied once it has been imported, or after a week; then the report keeps numbers only."""

    mailing_list = models.ForeignKey(
        MailingList, verbose_name=_("list"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("file"), max_length=255)
    source = models.CharField(
        _("how these people agreed"),
        max_length=300,
        blank=True,
        help_text=_("For the record of each: where, when and to what."),
    )
    content = models.BinaryField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKED)
    report = models.JSONField(_("what it did"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
