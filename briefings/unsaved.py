"""Unsaved text: kept for its writer every few seconds, found again when the form is opened, forgotten once it is saved.

An autosave is no version and changes nothing of the draft. It holds the form as it stands, valid or not.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from briefings.models import Autosave, Briefing, Origin, Presence, Version

KEPT_FOR = timedelta(days=60)
VERSIONS_KEPT_FOR = timedelta(days=30)  # those kept while somebody was writing
MOST = 50  # a writer has at a time

Fields = Mapping[str, list[str]]


def new_key() -> str:
    """A name for the text of a form that has just been opened, or for the window that it is open in."""
    return uuid.uuid4().hex


def keep(
    user,
    fields: Fields,
    *,
    key: str,
    window: str,
    revision: int = 0,
    briefing: Briefing | None = None,
    now: datetime | None = None,
) -> Autosave:
    """Keep `fields` under `key`, in place of what this window kept before or of what it has in front of it (`revision`).

    What another window has kept meanwhile is not written over: the text gets a key of its own then. Returns the row.
    """
    now = now or timezone.now()
    if briefing is None:  # the piece may have been added from this very form since
        added = Autosave.objects.filter(user=user, key=key, fields={}).select_related("briefing").first()
        briefing = added and added.briefing
    said = {
        "fields": dict(fields),
        "title": (fields.get("title") or [""])[0].strip()[:300],
        "briefing": briefing,
        "window": window,
        "saved_at": now,
    }
    mine = Autosave.objects.filter(user=user, key=key).exclude(fields={})
    known = mine.filter(Q(window=window) | Q(revision=revision), Q(briefing=briefing))
    if key and known.update(revision=F("revision") + 1, **said):
        return mine.get()
    try:
        with transaction.atomic():
            row = Autosave.objects.create(user=user, key=key or new_key(), **said)
    except IntegrityError:
        row = Autosave.objects.create(user=user, key=new_key(), **said)
    newest = Autosave.objects.filter(user=user).order_by("-saved_at").values("pk")[:MOST]
    Autosave.objects.filter(user=user).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return row


def pending(user, briefing: int | None) -> list[Autosave]:
    """The unsaved texts of `user` for the briefing with this id, or for pieces never saved; newest first."""
    rows = Autosave.objects.filter(user=user, briefing=briefing).exclude(fields={})
    return list(rows.select_related("briefing__latest_version")[:10])


def begin(user, key: str, fields: Fields) -> Autosave:
    """Claim `key` for the first save of a new piece, in the transaction of that save.

    A second save under the key waits for the first to end, and then finds its briefing in the row.
    """
    Autosave.objects.get_or_create(user=user, key=key, defaults={"fields": dict(fields)})
    return Autosave.objects.select_for_update().get(user=user, key=key)


def saved(user, key: str, briefing: Briefing, *, new: bool) -> None:
    """The text under `key` is a version now. The key of a new piece goes on naming it, so that it is not added twice."""
    rows = Autosave.objects.filter(user=user, key=key)
    if new:
        rows.update(briefing=briefing, fields={}, title="")
    else:
        rows.delete()


def purge(now: datetime | None = None) -> None:
    """Forget what nobody came back for: texts, presences, and unnamed versions kept while somebody was writing."""
    now = now or timezone.now()
    Autosave.objects.filter(saved_at__lt=now - KEPT_FOR).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    kept = Version.objects.filter(origin=Origin.KEPT, name="", published_at=None)
    kept.filter(created__lt=now - VERSIONS_KEPT_FOR).delete()
