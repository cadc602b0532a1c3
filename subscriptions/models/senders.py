"""Processes that send, what each of their connections has under way, and the pace that all of them keep together."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Sender(models.Model):
    """A process that sends. It renews `lease_until` with everything it writes; once that is over, another may take its
    deliveries away, and it can write nothing any more. Only the database's clock counts."""

    name = models.CharField(max_length=200)
    started_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField()
    trouble = models.CharField(max_length=500, blank=True, db_default="")  # why nothing goes at present

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """The delivery that a connection (`slot`) of a sender has under way: committed before its first byte leaves, so
    that after a crash these, and no others, are in doubt."""

    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="offers", db_index=False)
    slot = models.PositiveSmallIntegerField()
    delivery = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "slot"], name="one_offer_a_slot")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.delivery}"


class Pace(models.Model):
    """When the next message may leave, to anywhere (subject "") or to a domain."""

    subject = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject
