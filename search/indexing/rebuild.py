"""The whole index made anew beside the live one, then swapped in: readers notice nothing, a kill changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from itertools import batched, chain, islice

from django.db import connection, transaction
from django.utils import timezone

from search import entries
from search.entries import Entry
from search.indexing import schema, store
from search.indexing.builder import Builder
from search.indexing.documents import prepare
from search.indexing.weights import USUAL_LENGTH
from search.models import Change, Rebuild

_LOCK = 0x5EA6C5
_MEASURED = 1_000  # entries from which the usual length is taken
_BATCH = 500
_WORTH_IT = 50  # entries
# Words in more entries than this get tiers, so that no question has to score all of them.
TIERED_FROM = 4_000


class AlreadyRunning(Exception):
    """Another process is rebuilding the index."""


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> Rebuild:
    """Make the index anew from all registered sources and return the record of it.

    `progress` is told after every batch how many entries are done, of how many. Raises AlreadyRunning.
    """
    with _alone():
        Rebuild.objects.filter(state=Rebuild.State.RUNNING).update(state=Rebuild.State.STOPPED)
        Change.objects.all().delete()
        total = sum(source.count() for source in entries.sources())
        record = Rebuild.objects.create(total=total)
        try:
            _build(record, progress)
            _go_live(record)
        except BaseException as error:
            # A record that says running would make every publish note itself for nobody.
            Rebuild.objects.filter(pk=record.pk).update(
                state=Rebuild.State.STOPPED, finished_at=timezone.now(), note=repr(error)[:500]
            )
            raise
        schema.drop(schema.OLD)
    return record


def rebuild_if_outgrown(progress: Callable[[int, int], None] = lambda done, total: None) -> Rebuild | None:
    """Rebuild if the index has grown or shrunk by half since it was last made: what a usual document is, and which
    words are common, is measured only then. None where there was no need."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n, built_n FROM {schema.LIVE}.stat")
        n, built = cursor.fetchone()
    outgrown = max(n, built) >= _WORTH_IT and abs(n - built) > built / 2
    return rebuild(progress) if outgrown else None


def _build(record: Rebuild, progress: Callable[[int, int], None]) -> None:
    schema.drop(schema.NEXT)
    everything = chain.from_iterable(source.all() for source in entries.sources())
    first = list(islice(everything, _MEASURED))
    usual = _usual_length(first)
    schema.create(schema.NEXT, usual)
    builder = Builder(schema.NEXT, usual, _common_terms())
    for batch in batched(chain(first, everything), _BATCH):
        builder.add(batch)
        record.done += len(batch)
        Rebuild.objects.filter(pk=record.pk).update(done=record.done)
        progress(record.done, record.total)
    builder.finish()
    schema.create_indexes(schema.NEXT)


def _usual_length(sample: list[Entry]) -> float:
    lengths = [prepare(entry, USUAL_LENGTH).length for entry in sample]
    return max(20.0, sum(lengths) / len(lengths)) if lengths else USUAL_LENGTH


def _common_terms() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT lexeme FROM {schema.LIVE}.term WHERE df > %s", [TIERED_FROM])
        return frozenset(lexeme for (lexeme,) in cursor.fetchall())


def _go_live(record: Rebuild) -> None:
    """Swap, and take over what was published, changed or withdrawn meanwhile, before anybody can see the new index."""
    with transaction.atomic():
        store.lock()
        schema.swap()
        record.state, record.finished_at = Rebuild.State.FINISHED, timezone.now()
        record.save(update_fields=["state", "finished_at", "done"])
        changed = Counter(Change.objects.values_list("source", "key"))
        for source in entries.sources():
            keys = sorted(key for name, key in changed if name == source.name)
            for batch in batched(keys, _BATCH):
                _take_over(source, batch)
        Change.objects.all().delete()


def _take_over(source: entries.Source, keys: Iterable[int]) -> None:
    present = list(source.some(keys))
    store.index(present)
    store.remove(source.name, set(keys) - {entry.key for entry in present})


@contextmanager
def _alone() -> Generator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
