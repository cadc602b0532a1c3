"""Fills an empty index: numbers given in memory, rows copied in batches, indexes made afterwards by the caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from search.entries import Entry, Value
from search.indexing import numbers, rows
from search.indexing.documents import Prepared, prepare, tsvector
from search.indexing.overflow import vectors


class _Numbering:
    """Numbers from 1 in the order of first sight, and how many entries have each."""

    def __init__(self) -> None:
        self.of: dict = {}
        self.counts: Counter[int] = Counter()

    def number(self, key) -> int:
        return self.of.setdefault(key, len(self.of) + 1)

    def count(self, keys: Iterable) -> list[int]:
        held = [self.number(key) for key in keys]
        self.counts.update(held)
        return held


class Builder:
    """Entries added are written to `schema` at once; `finish` writes what is known only at the end."""

    def __init__(self, schema: str, usual: float, tiered: frozenset[str]):
        self._schema, self._usual, self._tiered = schema, usual, tiered
        self._terms, self._words, self._values, self._parts = (_Numbering() for _ in range(4))
        self._labels: dict[tuple[str, str], Value] = {}
        self._entries = 0

    def add(self, entries: Sequence[Entry]) -> None:
        prepared = [prepare(entry, self._usual) for entry in entries]
        first = self._entries + 1
        self._entries += len(prepared)
        shown, docs, scores, overflow = [], [], [], []
        for number, item in enumerate(prepared, first):
            words = self._words.count(item.surfaces)
            terms = self._terms.count(item.impacts)
            docs.append(
                rows.doc_row(
                    item, number, self._numbered_values(item), self._numbered_parts(item), self._tiered
                )
            )
            scores.append((number, terms, rows.impact_bytes(item)))
            shown.append(self._entry_row(item, number, words))
            overflow += [(number, tsvector(lexemes)) for lexemes in vectors(item.overflow)]
        self._copy("entry (id, source, key, language, title, shown, passages, words)", shown)
        self._copy("doc (id, pub, f, tsv)", docs)
        self._copy("score (id, terms, imps)", scores)
        self._copy("overflow (entry, tsv)", overflow)

    def finish(self) -> None:
        terms, words, values = self._terms, self._words, self._values
        self._copy(
            "term (id, lexeme, df, tiered)",
            ((n, term, terms.counts[n], term in self._tiered) for term, n in terms.of.items()),
        )
        self._copy(
            "word (id, word, letters, df)",
            ((n, word, numbers.letters(word), words.counts[n]) for word, n in words.of.items()),
        )
        self._copy(
            "facet (id, facet, value, label, labels, tsv, n)",
            (
                (n, v.facet, v.key, v.label, Jsonb(v.labels), numbers.names_vector(v), values.counts[n])
                for key, n in values.of.items()
                for v in [self._labels[key]]
            ),
        )
        self._copy("part (id, key)", ((n, key) for key, n in self._parts.of.items()))
        with connection.cursor() as cursor:
            for table in ("term", "word", "facet", "part", "entry"):
                name = f"{self._schema}.{table}"
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {name}), false)",
                    [name],
                )
            cursor.execute(
                f"UPDATE {self._schema}.stat SET n = %s, built_n = %s, built_at = %s",
                [self._entries, self._entries, timezone.now()],
            )

    def _numbered_values(self, item: Prepared) -> list[int]:
        for value in item.entry.facets:
            self._labels[value.facet, value.key] = value
        return self._values.count((value.facet, value.key) for value in item.entry.facets)

    def _numbered_parts(self, item: Prepared) -> dict[str, int]:
        return {key: self._parts.number(key) for key in item.parts}

    def _entry_row(self, item: Prepared, number: int, words: list[int]) -> tuple:
        entry = item.entry
        passages = Jsonb(rows.passages_json(entry.passages))
        return (
            number,
            entry.source,
            entry.key,
            entry.language,
            entry.title,
            Jsonb(entry.shown),
            passages,
            words,
        )

    def _copy(self, target: str, lines: Iterable[Sequence]) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY {self._schema}.{target} FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
