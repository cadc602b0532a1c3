"""The whole index made anew beside the live one, then swapped in: readers notice nothing, a kill changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, nullcontext
from itertools import batched, islice

from django.db import connection, transaction
from django.utils import timezone

from search import entries
from search.collecting import seldom
from search.crew import ORPHANS, Batch, crew
from search.indexing import asides, schema, store
from search.indexing.builder import Builder
from search.indexing.common import Common, common, commonest
from search.indexing.layout import Planner
from search.indexing.numbering import Counts, Numbering
from search.indexing.sampling import Sample, Sampler
from search.models import Change, Rebuild

_LOCK = 0x5EA6C5
_MEASURED = 300, 2_000  # entries of a source: at least, and at most; one in twenty between
_BATCH = 200
_WORTH_PROCESSES = 1_500  # entries
_WORTH_IT = 50  # entries
_SELDOM = 200_000, 20, 100  # looking through all that a rebuild holds as often as usual doubles its time


class AlreadyRunning(Exception):
    """Another process is rebuilding the index."""


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> Rebuild:
    """Make the index anew from all registered sources and return the record of it.

    `progress` is told after every batch how many entries are done, of how many. Raises AlreadyRunning.
    """
    with _alone(), seldom(*_SELDOM):
        return _rebuild(progress)


def catch_up(progress: Callable[[int, int], None] = lambda done, total: None) -> Rebuild | None:
    """Take over what was noted for later: entry by entry, or by a rebuild where the index would grow or shrink by half.

    What a usual document is, and which words are common, is measured only by a rebuild. `progress` as in `rebuild`;
    returns the record of a rebuild. A kill loses nothing: what is not done is still noted. Raises AlreadyRunning.
    """
    with _alone(), seldom(*_SELDOM):
        waiting = store.waiting()
        if _outgrown(waiting):
            return _rebuild(progress)
        Rebuild.objects.filter(state=Rebuild.State.RUNNING).update(state=Rebuild.State.STOPPED)
        done = 0
        while batch := list(Change.objects.order_by("pk")[:_BATCH]):
            with transaction.atomic():
                Change.objects.filter(pk__in=[change.pk for change in batch]).delete()
                _take_over_all([(change.source, change.key) for change in batch])
            done += len(batch)
            progress(min(done, waiting), waiting)
    return None


def _rebuild(progress: Callable[[int, int], None]) -> Rebuild:
    Rebuild.objects.filter(state=Rebuild.State.RUNNING).update(state=Rebuild.State.STOPPED)
    # What is noted so far will be read by the sources. It stays noted until the new index is live: this may be killed.
    read = list(Change.objects.values_list("pk", flat=True))
    total = sum(source.count() for source in entries.sources())
    record = Rebuild.objects.create(total=total)
    with transaction.atomic():
        store.lock()  # who began to write before the record was there, and so does not note it, has ended
    try:
        _build(record, progress)
        _go_live(record, read)
    except BaseException as error:
        # A record that says running would make every publish note itself for nobody.
        Rebuild.objects.filter(pk=record.pk).update(
            state=Rebuild.State.STOPPED, finished_at=timezone.now(), note=repr(error)[:500]
        )
        raise
    schema.drop(schema.OLD)
    asides.renew_all()  # their weights are counts of the new index
    return record


def _outgrown(waiting: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n, built_n FROM {schema.LIVE}.stat")
        n, built = cursor.fetchone()
    return max(n + waiting, built) >= _WORTH_IT and (n + waiting > 1.5 * built or n < built / 2)


def _build(record: Rebuild, progress: Callable[[int, int], None]) -> None:
    schema.drop(schema.NEXT)
    several = record.total >= _WORTH_PROCESSES
    with crew(connection.settings_dict["NAME"]) if several else nullcontext(Alone()) as workers:
        sample = sum(workers.sample(_some_of_each()), Sample())
        frequent = common(sample.counts, sample.entries, record.total)
        numbering = Numbering(frequent, commonest(sample.counts))
        schema.create(schema.NEXT, sample.usual)
        workers.begin(schema.NEXT, sample.usual, frequent, numbering)
        for done in workers.build(_batches()):
            record.done += done
            Rebuild.objects.filter(pk=record.pk).update(done=record.done)
            progress(record.done, record.total)
        counts = workers.counts()
        with workers.indexing(schema.NEXT):
            numbering.write(schema.NEXT, counts)
            schema.finish(schema.NEXT, record.done)
            schema.create_indexes(schema.NEXT)


class Alone:
    """This process, doing what a crew does where there is little to do."""

    def __init__(self) -> None:
        self._planner = Planner()

    def sample(self, batches: Iterable[Batch]) -> Iterable[Sample]:
        sampler = Sampler(self._planner)
        for _first, name, keys in batches:
            sampler.add(entries.source(name).some(keys))
        return [sampler.sample]

    def begin(self, schema: str, usual: float, common: Common, numbering: Numbering) -> None:
        self._builder = Builder(schema, usual, common, numbering.give, self._planner)

    def build(self, batches: Iterable[Batch]) -> Iterable[int]:
        return (self._builder.add(first, entries.source(name).some(keys)) for first, name, keys in batches)

    def counts(self) -> Iterable[Counts]:
        return [self._builder.counts]

    @contextmanager
    def indexing(self, name: str) -> Generator[None]:
        schema.create_large_index(name)
        yield


def _batches() -> Generator[Batch]:
    first = 1
    for source in entries.sources():
        for keys in batched(source.keys(), _BATCH):
            yield first, source.name, keys
            first += len(keys)


def _some_of_each() -> Generator[Batch]:
    """Some entries of each source, spread evenly, to measure."""
    least, most = _MEASURED
    for source in entries.sources():
        wanted = min(max(least, source.count() // 20), most)
        keys = islice(source.keys(), 0, None, max(1, -(-source.count() // wanted)))
        for own in batched(keys, _BATCH):
            yield 0, source.name, own


def _go_live(record: Rebuild, read: list[int]) -> None:
    """Swap, and take over what was published, changed or withdrawn meanwhile, before anybody can see the new index."""
    with transaction.atomic():
        store.lock()
        schema.swap()
        record.state, record.finished_at = Rebuild.State.FINISHED, timezone.now()
        record.save(update_fields=["state", "finished_at", "done"])
        Change.objects.filter(pk__in=read).delete()
        _take_over_all(Change.objects.values_list("source", "key"))
        Change.objects.all().delete()


def _take_over_all(changed: Iterable[tuple[str, int]]) -> None:
    noted = set(changed)
    for source in entries.sources():
        for keys in batched(sorted(key for name, key in noted if name == source.name), _BATCH):
            present = list(source.some(keys))
            store.index(present)
            store.remove(source.name, set(keys) - {entry.key for entry in present})
    for source in entries.asides():
        asides.renew(source.name, [key for name, key in noted if name == source.name])


@contextmanager
def _alone() -> Generator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
        # A crew whose master was killed ends with the batch it is at, which must not go into another index.
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [ORPHANS, ORPHANS])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
