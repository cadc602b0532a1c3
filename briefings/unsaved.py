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

from briefings.models import BRIEFING, Autosave, Briefing, Edition, Origin, Presence, Version

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
    kind: str = BRIEFING,
    piece: Briefing | Edition | None = None,
    now: datetime | None = None,
) -> Autosave:
    """Keep `fields` of the form of `piece`, or of a new one of this `kind`, under `key`: in place of what this window kept
    before or of what it has in front of it (`revision`).

    What another window has kept meanwhile is not written over: the text gets a key of its own then. Returns the row.
    """
    now = now or timezone.now()
    if piece is None:  # it may have been added from this very form since
        added = Autosave.objects.filter(user=user, kind=kind, key=key, fields={}).select_related(kind).first()
        piece = added and added.piece
    said = {
        "fields": dict(fields),
        "title": (fields.get("title") or fields.get("subject") or [""])[0].strip()[:300],
        "kind": kind,
        kind: piece,
        "window": window,
        "saved_at": now,
    }
    mine = Autosave.objects.filter(user=user, key=key).exclude(fields={})
    known = mine.filter(Q(window=window) | Q(revision=revision), Q(**{kind: piece}))
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


def pending(user, kind: str, pk: int | None) -> list[Autosave]:
    """The unsaved texts of `user` for the piece of this kind and id, or for those never saved; newest first."""
    rows = Autosave.objects.filter(user=user, kind=kind, **{kind: pk}).exclude(fields={})
    return list(rows.select_related("briefing__latest_version", "edition__series")[:10])


def begin(user, key: str, fields: Fields, kind: str = BRIEFING) -> Autosave:
    """Claim `key` for the first save of a new piece, in the transaction of that save.

    A second save under the key waits for the first to end, and then finds its piece in the row.
    """
    Autosave.objects.get_or_create(user=user, key=key, defaults={"fields": dict(fields), "kind": kind})
    return Autosave.objects.select_for_update().get(user=user, key=key)


def saved(user, key: str, piece: Briefing | Edition, *, new: bool) -> None:
    """The text under `key` is saved now. The key of a new piece goes on naming it, so that it is not added twice."""
    rows = Autosave.objects.filter(user=user, key=key)
    if new:
        rows.update(**{piece._meta.model_name: piece}, fields={}, title="")
    else:
        rows.delete()


def purge(now: datetime | None = None) -> None:
    """Forget what nobody came back for: texts, presences, and unnamed versions kept while somebody was writing."""
    now = now or timezone.now()
    Autosave.objects.filter(saved_at__lt=now - KEPT_FOR).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    kept = Version.objects.filter(origin=Origin.KEPT, name="", published_at=None)
    kept.filter(created__lt=now - VERSIONS_KEPT_FOR).delete()
