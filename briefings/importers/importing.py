"""Run an import: read records one by one, decide what each asks for, and write them in batches.

Repeating it is safe. A record whose digest is kept on its briefing is left alone, with whatever an editor has made
of it since; a record that says something new makes a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from briefings.importers import old_addresses, pictures, writing
from briefings.importers.converting import Here, Task
from briefings.importers.jsonl import Line
from briefings.importers.records import FIELDS, Record, read
from briefings.importers.report import Note, Report
from briefings.importers.shapes import shape
from briefings.importers.texts import Rejected
from briefings.models import Briefing, Format, Image, State
from briefings.sanitizing import CleanHTML

BATCH = 200  # records, and …
BATCH_CHARACTERS = 4 * 1024**2  # … about as much text in one transaction


@dataclass
class _Batch:
    """Checked records with their lines; of these the ones to write, and the briefings that exist already."""

    records: list[tuple[int, Record]] = field(default_factory=list)
    due: list[tuple[int, Record]] = field(default_factory=list)
    known: dict[str, Briefing] = field(default_factory=dict)
    end: int = 0


@dataclass
class Import:
    """One run. Old addresses on `hosts` become redirects, pictures lie in `folder`, and `say` gets a sentence for each
    rejected record as soon as it is known."""

    report: Report
    now: datetime
    hosts: Collection[str]
    folder: Path
    say: Callable[[str], None]
    dry_run: bool = False
    converter: Here = field(default_factory=Here)
    _lines_of_ids: dict[bytes, int] = field(default_factory=dict)

    def run(self, lines: Iterable[Line], step: Callable[[int], None]) -> None:
        """Import every line; `step` is called after each batch with the position reached in the file."""
        self._formats = list(Format.objects.prefetch_related("parts"))
        with self.converter:
            ahead: _Batch | None = None
            for batch in self._batches(lines):
                self._decide(batch)
                bodies = self.converter.result() if ahead else []
                self.converter.start([_task(record) for _line, record in batch.due])
                if ahead:
                    self._write(ahead, bodies)
                    step(ahead.end)
                ahead = batch
            if ahead:
                self._write(ahead, self.converter.result())

    def _batches(self, lines: Iterable[Line]) -> Iterator[_Batch]:
        batch, characters = _Batch(), 0
        for line in lines:
            self.report.read += 1
            record = self._read(line)
            if record:
                batch.records.append((line.number, record))
                batch.end = line.end
                characters += sum(len(body.source) for body in record.bodies)
            if len(batch.records) >= BATCH or characters >= BATCH_CHARACTERS:
                yield batch
                batch, characters = _Batch(), 0
        if batch.records:
            yield batch

    def _read(self, line: Line) -> Record | None:
        try:
            if line.error:
                raise Rejected("", line.error)
            record = read(line.value, self.now)
            first = self._lines_of_ids.setdefault(_short(record.id), line.number)
            if first != line.number:
                raise Rejected("id", f"stood on line {first} already: the first one counts")
        except Rejected as rejected:
            self._reject(line.number, _id_of(line.value), rejected)
            return None
        self.report.ignored_fields.update(line.value.keys() - FIELDS)
        return record

    def _reject(self, line: int, id: str, rejected: Rejected) -> None:
        note = Note(line, id, rejected.message, rejected.field)
        self.report.rejected.append(note)
        self.say(f"rejected: {note}")

    def _warn(self, line: int, record: Record, *texts: str) -> None:
        self.report.warnings += [Note(line, record.id, text) for text in texts]

    def _decide(self, batch: _Batch) -> None:
        ids = [record.id for _line, record in batch.records]
        batch.known = {row.external_id: row for row in Briefing.objects.filter(external_id__in=ids)}
        batch.due = [
            (line, record)
            for line, record in batch.records
            if not self._is_settled(line, record, batch.known.get(record.id))
        ]

    def _write(self, batch: _Batch, texts: Sequence[list[CleanHTML] | Rejected]) -> None:
        jobs = []
        for (line, record), bodies in zip(batch.due, texts, strict=True):
            known = batch.known.get(record.id)
            try:
                if isinstance(bodies, Rejected):
                    raise bodies
                kept_as = shape(record, bodies, self._formats)
                image = self._picture(line, record)
                jobs.append(writing.Job(line, record, kept_as, known.pk if known else None, image))
            except Rejected as rejected:
                self._reject(line, record.id, rejected)
        refused = writing.write(jobs, now=self.now, dry_run=self.dry_run)
        self._count(jobs, refused)
        self._redirect([record for line, record in batch.records if line not in refused])

    def _picture(self, line: int, record: Record) -> Image | None:
        try:
            return record.image and pictures.stored(record.image, self.folder, dry_run=self.dry_run)
        except pictures.NotUsable as problem:
            self._warn(line, record, str(problem))
            return None

    def _is_settled(self, line: int, record: Record, briefing: Briefing | None) -> bool:
        """Whether there is nothing to write."""
        if briefing and briefing.external_digest == record.digest:
            self.report.unchanged += 1
            return True
        if briefing and briefing.binned_at:
            self.report.left_alone += 1
            self._warn(line, record, "lies in the bin: restore it there first")
            return True
        self._warn(line, record, *record.warnings)
        if briefing and briefing.state in writing.STAYING:
            self._warn(line, record, f"stays {briefing.get_state_display()}: only the working copy changed")
        elif briefing and record.draft and briefing.state == State.PUBLISHED:
            self._warn(line, record, "is public and stays so: the change waits as a draft")
        return False

    def _count(self, jobs: list[writing.Job], refused: dict[int, Rejected]) -> None:
        for job in jobs:
            if job.line in refused:
                self._reject(job.line, job.record.id, refused[job.line])
            elif job.briefing_id:
                self.report.updated += 1
            else:
                self.report.created += 1

    def _redirect(self, records: list[Record]) -> None:
        """Also for unchanged records: an old host may have been named only now."""
        wanted: dict[str, str] = {}
        for record in records:
            for path in old_addresses.paths(record.source_url, self.hosts):
                wanted.setdefault(path, record.id)
        if wanted:
            self.report.redirects += old_addresses.keep(wanted, dry_run=self.dry_run)


def _task(record: Record) -> Task:
    return Task(record.bodies, record.source_url)


def _id_of(value: Any) -> str:
    given = value.get("id") if isinstance(value, dict) else None
    return given[:300].encode(errors="replace").decode() if isinstance(given, str) else ""


def _short(id: str) -> bytes:
    """Ten bytes for an id: a million of them are seen again without being kept whole."""
    return blake2b(id.encode(), digest_size=10).digest()
