from __future__ import annotations

from django.db import models


class ContentEpoch(models.Model):
    """One row that counts public changes. A trigger on every public table moves it on at commit and tells the
    listening web processes, whose page caches are keyed by it. Nobody has to remember to."""

    value = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.value}"


def watch(table: str, events: str = "INSERT OR UPDATE OR DELETE") -> str:
    """SQL for a migration: changes of `table`, or only those `events`, move the epoch on.

    The trigger is deferred: it runs at commit, so the row's lock is held for no longer than that takes and two
    publishers never wait for each other crosswise. It does its work once a transaction.
    """
    return (
        f"CREATE CONSTRAINT TRIGGER content_changed AFTER {events} ON {table} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newsroom_content_changed();"
    )


def unwatch(table: str) -> str:
    """SQL for the way back."""
    return f"DROP TRIGGER content_changed ON {table};"
