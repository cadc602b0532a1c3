"""A subscriber on a list, and the few ways in which that can change.

    (nothing) ─▶ pending ─▶ active ─▶ left ─▶ pending …
                              └─────▶ stopped ─▶ pending …

A row is `active`, and only then mailed, while it names the event that is the evidence of consent: a confirmation, an
import or an editor's recorded reason. The database holds to it (migration 0002): `active` without such an event, or
with one of somebody else or of another list, cannot be written by anybody.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.events import CONSENT, Event
from subscriptions.models.lists import MailingList
from subscriptions.models.subscribers import Subscriber


class State(models.TextChoices):
    PENDING = "pending", _("waiting for confirmation")
    ACTIVE = "active", _("subscribed")
    LEFT = "left", _("left")
    STOPPED = "stopped", _("stopped: mail came back or a complaint")


WAYS: dict[str, set[str]] = {
    "": {State.PENDING, State.ACTIVE, State.LEFT},
    State.PENDING: {State.ACTIVE, State.LEFT},
    State.ACTIVE: {State.ACTIVE, State.LEFT, State.STOPPED},
    State.LEFT: {State.PENDING, State.ACTIVE},
    State.STOPPED: {State.PENDING, State.ACTIVE, State.LEFT},
}


class NotPossible(Exception):
    """A way that a subscription cannot go; the message says from where to where."""


class SubscriptionQuerySet(models.QuerySet):
    def mailable(self) -> SubscriptionQuerySet:
        """Those whom a mailing goes to now."""
        now = timezone.now()
        awake = Q(subscriber__paused_until=None) | Q(subscriber__paused_until__lte=now)
        return self.filter(awake, state=State.ACTIVE)


class Subscription(models.Model):
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="subscriptions",
        db_index=False,  # the first column of subscribed_once
    )
    mailing_list = models.ForeignKey(
        MailingList,
        verbose_name=_("list"),
        on_delete=models.PROTECT,
        related_name="subscriptions",
        db_index=False,  # the first column of subscription_state
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    since = models.DateTimeField(_("since"), default=timezone.now)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # Django's own constraint would ask for an index; the one in migration 0002 says more and needs none.
    consent = models.ForeignKey(
        Event,
        verbose_name=_("evidence of consent"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    basis = models.CharField(_("basis"), max_length=12, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["mailing_list__position", "mailing_list__name"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "mailing_list"], name="subscribed_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="subscription_state_known"),
            models.CheckConstraint(
                condition=~Q(state="active") | (Q(consent__isnull=False) & Q(basis__in=list(CONSENT))),
                name="active_needs_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | (Q(consent__isnull=True) & Q(basis="")),
                name="pending_has_no_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing_list", "state", "subscriber"], name="subscription_state"),
            models.Index(fields=["since"], condition=Q(state="pending"), name="subscription_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_list}: {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE

    def become(self, state: str, *, consent: Event | None = None) -> None:
        """Go over to `state` and save. `consent`: the event that makes it active; without one, what is on record.

        Raises NotPossible where no way leads there, or where it would be active without consent.
        """
        if state not in WAYS[self.state]:
            raise NotPossible(f"{self.state or 'nothing'} → {state}")
        if consent is not None:
            self.consent, self.basis = consent, consent.kind
        if state == State.PENDING:
            self.consent, self.basis, self.reminded_at = None, "", None
        if state == State.ACTIVE and self.basis not in CONSENT:
            raise NotPossible("active without consent on record")
        if state != self.state:
            self.state, self.since = state, timezone.now()
        self.save()
