"""Run an import: read records one by one, decide what each asks for, and write them in batches.

Repeating it is safe. A record whose digest is kept on its briefing is left alone, with whatever an editor has made
of it since; a record that says something new makes a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from briefings.importers import old_addresses, writing
from briefings.importers.jsonl import Line
from briefings.importers.records import FIELDS, Record, Rejected, read
from briefings.importers.report import Note, Report
from briefings.importers.shapes import shape
from briefings.models import Briefing, Format, State

BATCH = 200  # records, and …
BATCH_CHARACTERS = 4 * 1024**2  # … about as much text in one transaction


@dataclass
class Import:
    """One run over `lines`. `say` gets a sentence for each rejected record as soon as it is known."""

    report: Report
    now: datetime
    hosts: Collection[str]
    say: Callable[[str], None]
    dry_run: bool = False
    _lines_of_ids: dict[bytes, int] = field(default_factory=dict)

    def run(self, lines: Iterable[Line], step: Callable[[int], None]) -> None:
        """Import every line; `step` is called after each batch with the position reached in the file."""
        formats = list(Format.objects.prefetch_related("parts"))
        batch: list[tuple[int, Record]] = []
        characters = 0
        for line in lines:
            self.report.read += 1
            record = self._read(line)
            if record:
                batch.append((line.number, record))
                characters += _characters(record)
            if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
                self._write(batch, formats)
                batch, characters = [], 0
                step(line.end)
        self._write(batch, formats)

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

    def _write(self, batch: list[tuple[int, Record]], formats: list[Format]) -> None:
        ids = [record.id for _line, record in batch]
        known = {briefing.external_id: briefing for briefing in Briefing.objects.filter(external_id__in=ids)}
        jobs = []
        for line, record in batch:
            briefing = known.get(record.id)
            if self._is_settled(line, record, briefing):
                continue
            try:
                jobs.append(
                    writing.Job(line, record, shape(record, formats), briefing.pk if briefing else None)
                )
            except Rejected as rejected:
                self._reject(line, record.id, rejected)
        refused = writing.write(jobs, now=self.now, dry_run=self.dry_run)
        self._count(jobs, refused)
        lost = {record.id for line, record in batch if line in refused}
        self._redirect([record for _line, record in batch if record.id not in lost])

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


def _characters(record: Record) -> int:
    bodies = [record.body] if record.body else [body for _heading, body in record.parts]
    return sum(len(body.source) for body in bodies)


def _id_of(value: Any) -> str:
    given = value.get("id") if isinstance(value, dict) else None
    return given[:300].encode(errors="replace").decode() if isinstance(given, str) else ""


def _short(id: str) -> bytes:
    """Ten bytes for an id: a million of them are seen again without being kept whole."""
    return blake2b(id.encode(), digest_size=10).digest()
