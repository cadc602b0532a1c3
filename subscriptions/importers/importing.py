"""Imports rows in batches, each in one transaction: what was stored stays, the batch in hand of an interrupted run is
not half stored, and running again goes on, because who is there already is left as is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import batched, islice
from typing import BinaryIO

from django.db import transaction

from subscriptions.importers import writing
from subscriptions.importers.reading import Row, rows
from subscriptions.importers.report import Note, Report
from subscriptions.importers.systems import Columns, Record, Rejected
from subscriptions.models import MailingList, State, Suppression

BATCH = 2000
EXAMPLES = 10


class Run:
    """One import of one file. `tell` hears of each rejected row at once."""

    def __init__(
        self,
        report: Report,
        mailing_list: MailingList,
        *,
        source: str = "",
        by=None,
        tell: Callable[[str], None] = lambda _text: None,
    ):
        self.report, self.mailing_list, self.tell = report, mailing_list, tell
        self.source, self.by = source, by
        self._seen: set[int] = set()  # of a dry run, which stores nothing that would tell

    def run(self, stream: BinaryIO, encoding: str = "", step: Callable[[], None] = lambda: None) -> Report:
        """Import all of `stream`; `step` is called after each batch. Raises Unusable before anything is stored."""
        self.report.encoding, found = rows(stream, encoding)
        first = next(found)
        columns = Columns(first[1] or [])
        self.report.system = columns.system
        if not columns.has_header:
            found = _with(first, found)
        for batch in batched(found, BATCH):
            records = self._understood(columns, batch)
            with transaction.atomic():
                self._take(records)
            step()
        return self.report

    def _understood(self, columns: Columns, batch: tuple[Row, ...]) -> list[Record]:
        records = []
        for line, row in batch:
            self.report.read += 1
            try:
                if row is None:
                    raise Rejected("the row cannot be read: a quotation mark may never be closed")
                records.append(columns.read(line, row))
            except Rejected as error:
                email = row[columns.email] if row and len(row) > columns.email else ""
                self._reject(Note(line, email.strip()[:120], str(error)))
        return records

    def _take(self, records: list[Record]) -> None:
        wanted: dict[str, Record] = {}
        silenced = self._suppressed(records)
        for record in records:
            if record.address.key in silenced:
                self._reject(Note(record.line, record.address.email, "is on the suppression list"))
            elif record.address.key in wanted or self._met(record):
                self.report.unchanged += 1
            else:
                wanted[record.address.key] = record
        known = writing.known(list(wanted), self.mailing_list)
        fresh, active, left = [], 0, 0
        for key, record in wanted.items():
            state = known.get(key, "")
            if state == State.ACTIVE or (state and not record.subscribed):
                self.report.unchanged += 1
            elif state in (State.LEFT, State.STOPPED):
                self.report.left_alone += 1
            else:
                fresh.append(record)
                active += record.subscribed
                left += not record.subscribed
        if not self.report.dry_run:
            writing.write(fresh, self.mailing_list, self._facts(), self.by)
        self.report.created += active
        self.report.not_subscribed += left
        self._show(fresh)

    def _met(self, record: Record) -> bool:
        """In a dry run: whether an earlier batch had this address."""
        if not self.report.dry_run:
            return False
        mark = hash(record.address.key)
        met = mark in self._seen
        self._seen.add(mark)
        return met

    def _suppressed(self, records: list[Record]) -> set[str]:
        if not records or not Suppression.objects.exists():
            return set()
        return Suppression.objects.among([record.address.key for record in records])

    def _facts(self) -> dict[str, str]:
        facts = {"file": self.report.file, "system": self.report.system, "source": self.source}
        return {name: text for name, text in facts.items() if text}

    def _reject(self, note: Note) -> None:
        self.report.reject(note)
        self.tell(str(note))

    def _show(self, fresh: list[Record]) -> None:
        missing = EXAMPLES - len(self.report.examples)
        self.report.examples += [
            {
                "line": record.line,
                "email": record.address.email,
                "name": record.name,
                "subscribed": record.subscribed,
                "consent": record.consent,
            }
            for record in islice(fresh, max(0, missing))
        ]


def _with(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest
