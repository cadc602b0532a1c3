"""The ledger: a row for each person whom a mailing goes to, before anything is sent.

    queued ─▶ sending ─▶ sent | failed | uncertain
      ▲          ├─▶ deferred (until due_at) ─▶ sending …
      │          └─▶ skipped: left, paused or suppressed meanwhile, or the mailing was stopped
      └── back from a sender that died, if it was not under way yet
    uncertain ─▶ queued (an editor sends it again) | let_be (an editor leaves it)

`uncertain`: the process or the connection died while the message was under way and nobody can know whether it arrived.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.mailings import Mailing
from subscriptions.models.subscribers import Subscriber


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("in hand")
    DEFERRED = "deferred", _("to be tried again")
    UNCERTAIN = "uncertain", _("in doubt")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    SKIPPED = "skipped", _("left out")
    LET_BE = "let_be", _("in doubt, let be")


# While one of these is left a mailing is not done.
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN)


class Returned(models.TextChoices):
    """What came back after a message was accepted; the worst of it."""

    HARD = "hard", _("came back for good")
    SOFT = "soft", _("came back for now")
    COMPLAINT = "complaint", _("complained of")


class Delivery(models.Model):
    """`sender` has it in hand, or had it in hand when it became uncertain. `code` is what the mail server answered
    (`550 5.1.1`), `reason` its words or ours."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        null=True,  # erased since
        on_delete=models.SET_NULL,
        related_name="deliveries",
        db_index=False,  # the first column of delivered_once
    )
    domain = models.CharField(_("domain"), max_length=255)
    language = models.CharField(_("language"), max_length=35)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("tried again"), null=True, blank=True)
    sender = models.BigIntegerField(null=True, editable=False)
    code = models.CharField(_("answer"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    returned = models.CharField(_("came back"), max_length=10, choices=Returned, blank=True)
    at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "mailing"], name="delivered_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(due_at__isnull=False), name="deferred_until_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(sender__isnull=False), name="sending_by_whom"
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="delivery_state"),
            models.Index(fields=["mailing"], condition=~Q(returned=""), name="delivery_returned"),
            models.Index(fields=["due_at"], condition=Q(state="deferred"), name="delivery_due"),
            models.Index(
                fields=["sender"], condition=Q(state__in=["sending", "uncertain"]), name="delivery_in_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.get_state_display()}"
