"""Entries that stand beside the counted ones: people, editions. A table of their own, in the caller's transaction.

They are few beside what is counted, so that they need no numbers, samples or tiers, and leave those of the index as they
are: how many publications there are, and how rare a word is among them, does not change with a biography.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import batched

from django.db import transaction

from search import entries
from search.entries import Entry
from search.indexing import store
from search.indexing.documents import prepare, tsvector
from search.indexing.weights import USUAL_LENGTH
from search.models import Aside

_BATCH = 200
_WRITTEN = ("title", "published", "weight", "shown", "passages", "facets", "tsv")


def renew(source: str, keys: Collection[int]) -> None:
    """Have these entries found as their source has them now, or not at all where it has none of that key.

    The source is read once nobody else writes: what others commit meanwhile is seen.
    """
    if not keys:
        return
    with transaction.atomic(savepoint=False):
        store.lock()
        present = list(entries.source(source).some(keys))
        Aside.objects.bulk_create(
            [_row(entry) for entry in present],
            update_conflicts=True,
            unique_fields=["source", "key"],
            update_fields=_WRITTEN,
        )
        gone = set(keys) - {entry.key for entry in present}
        if gone:
            Aside.objects.filter(source=source, key__in=gone).delete()


def renew_all() -> None:
    """Every entry of every source anew, batch by batch; those that no source has any more are forgotten. A kill leaves
    each batch as it was or as it should be."""
    for source in entries.asides():
        for keys in batched(source.keys(), _BATCH):
            renew(source.name, keys)
        with transaction.atomic():
            store.lock()
            Aside.objects.filter(source=source.name).exclude(key__in=list(source.keys())).delete()


def complete() -> bool:
    """Whether as many are held as their sources count."""
    return all(held(source.name) == source.count() for source in entries.asides())


def held(source: str) -> int:
    """How many entries of `source` can be found."""
    return Aside.objects.filter(source=source).count()


def _row(entry: Entry) -> Aside:
    return Aside(
        source=entry.source,
        key=entry.key,
        title=entry.title,
        published=entry.published,
        weight=entry.weight,
        shown=entry.shown,
        passages=[{name: value for name, value in vars(p).items() if value} for p in entry.passages],
        facets=[vars(value) for value in entry.facets],
        tsv=tsvector(*(made := prepare(entry, USUAL_LENGTH)).streams, title=made.title),
    )
