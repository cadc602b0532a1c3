"""Counters of the rate limits (subscriptions/limits.py), shared by all processes."""

from __future__ import annotations

from django.db import models


class Limit(models.Model):
    """How far somebody has used up an allowance: it is whole again at `free_at`. Subjects are kept as hashes."""

    rule = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    free_at = models.DateTimeField()
    slack = models.DurationField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "subject"], name="one_limit_a_subject")]
        indexes = [models.Index(fields=["free_at"], name="limit_free_at")]

    def __str__(self) -> str:
        return self.rule
