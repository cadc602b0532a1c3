"""Reports that have been taken note of, so that the same one twice changes nothing."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Return(models.Model):
    """`digest` is that of the whole report; nothing else of it is kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.digest)[:12]
