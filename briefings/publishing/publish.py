"""Publish: a version becomes what readers see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import drafting, referring
from briefings.mentions import Mentions
from briefings.models import Activity, Briefing, Deed, Publication, State, Version
from briefings.models.publication import path
from briefings.publishing import addresses, projection
from briefings.publishing.errors import NotPossible, NotReady, Problem
from briefings.publishing.following import follow
from briefings.publishing.locking import lock
from briefings.publishing.plans import overtake
from briefings.publishing.readiness import embargo, problems, unmended
from briefings.publishing.review import approved, conclude
from briefings.publishing.rights import require


def publish(
    briefing: Briefing, *, by=None, version: Version | None = None, now: datetime | None = None
) -> Publication:
    """Make `version` (by default what was approved, else what the draft says now) public and return the publication.

    Publishing the live version again changes nothing. What a blocking check finds stops people, and not the system
    (`by` None), until it is mended or waived. Raises NotAllowed, NotReady (with the problems) and
    NotPossible for a briefing in the bin.
    """
    require(by, "publish_briefing", briefing)
    now = now or timezone.now()
    with transaction.atomic():
        version = version or approved(briefing) or drafting.freeze(briefing, by=by, now=now)
        if version.briefing_id != briefing.pk:
            raise NotPossible(f"Version {version.pk} belongs to another briefing.")
        row = lock([briefing])[briefing.pk]
        if row.binned_at:
            raise NotPossible(_("This briefing lies in the bin: restore it first."))
        if (row.state, row.live_version_id) != (State.PUBLISHED, version.pk) or _address_differs(row):
            refuse_unless_ready(row, version, now, by=by)
            publish_many([row], {row.pk: version}, now=now)
            Activity.note(row, Deed.PUBLISHED, by=by, version=version.number, now=now)
            overtake(row, version, by=by)
            conclude(row, version)
        _copy_outcome(row, briefing)
    return Publication.objects.get(pk=briefing.pk)


def publish_many(
    briefings: Sequence[Briefing], versions: dict[int, Version], *, now: datetime, found_later: bool = False
) -> None:
    """Publish locked, checked briefings in the caller's transaction; `versions` by briefing id.

    `found_later`: the caller has the search catch up in the end (`search.indexing.catch_up`), as large imports do.
    """
    for briefing in briefings:
        if briefing.published_at is None and not briefing.undated:
            briefing.published_at = now
    addresses.assign(list(briefings))
    moving = [b.pk for b in briefings if not b.live_version_id or _address_differs(b)]
    addresses.settle(list(briefings))
    fresh = [v for v in versions.values() if v.published_at is None]
    for version in fresh:
        version.published_at = now
    Version.objects.filter(pk__in=[version.pk for version in fresh]).update(published_at=now)
    updated = {b.pk: now if b.live_version_id else b.published_at or now for b in briefings}
    for briefing in briefings:
        briefing.live_version = versions[briefing.pk]
        briefing.state, briefing.retraction_note = State.PUBLISHED, ""
    _project(briefings, updated, found_later=found_later)
    follow(moving)
    # An upsert of rows that exist: many times faster than bulk_update.
    Briefing.objects.bulk_create(
        briefings,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["slug", "published_at", "address", "state", "live_version", "retraction_note"],
    )


def refresh(ids: Sequence[int]) -> int:
    """Write the public rows of these publications anew from their live versions, with present names and pictures.

    For jobs after a person, series or image was edited. Returns how many were written; dates do not move.
    """
    with transaction.atomic():
        live = Publication.objects.filter(pk__in=ids)
        rows = [
            row for row in lock([Briefing(pk=p.pk) for p in live.only("pk")]).values() if row.live_version
        ]
        _project(rows, dict(live.values_list("pk", "updated_at")))
    return len(rows)


def _project(
    briefings: Sequence[Briefing], updated: dict[int, datetime], *, found_later: bool = False
) -> None:
    contents = {briefing.pk: briefing.live_version.read() for briefing in briefings}
    mentions, within = Mentions(list(contents.values())), projection.regions_within()
    rows = []
    for briefing in briefings:
        content = mentions.refresh(contents[briefing.pk])
        publication = projection.publication_of(
            briefing, content, version=briefing.live_version.number, updated_at=updated[briefing.pk]
        )
        publication.refers = referring.all_in(part.html for part in contents[briefing.pk].parts)
        joined = projection.joined_rows(content, briefing.pk, within)
        rows.append(projection.PublicRows(publication, joined))
    projection.write(rows, found_later=found_later)


def refuse_unless_ready(row: Briefing, version: Version, at: datetime, *, by=None) -> None:
    """Raise NotReady with everything that would keep `by` from publishing `version` at `at`."""
    content = version.read()
    found = problems(content, row.format)
    if by is not None:
        found += unmended(row, content)
    if row.published_at and row.published_at > at:
        found.append(Problem("published_at", _("The publication date lies in the future.")))
    found += embargo(row, at)
    if found:
        raise NotReady(found)


def _address_differs(row: Briefing) -> bool:
    """The editor has changed slug or date since: the same version still has to move."""
    return not row.slug or row.address != path(addresses.year_of(row), row.slug)


def _copy_outcome(row: Briefing, briefing: Briefing) -> None:
    for name in ("slug", "published_at", "address", "state", "live_version", "retraction_note"):
        setattr(briefing, name, getattr(row, name))
    briefing._state.fields_cache.pop("review", None)  # it may be over
