"""Fills an empty index: numbers given in memory, rows copied in batches, indexes made afterwards by the caller."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from search.entries import Value
from search.indexing import numbers, rows
from search.indexing.common import Common
from search.indexing.making import Made


class _Numbering:
    """Numbers from 1 in the order of first sight, and how many entries have each."""

    def __init__(self) -> None:
        self.of: dict = defaultdict(lambda: len(self.of) + 1)
        self.counts: Counter[int] = Counter()

    def number(self, key) -> int:
        return self.of[key]

    def count(self, keys: Iterable) -> list[int]:
        held = [*map(self.of.__getitem__, keys)]
        self.counts.update(held)
        return held


class Builder:
    """Entries added are written to `schema` at once; `finish` writes what is known only at the end."""

    def __init__(self, schema: str, common: Common):
        self._schema, self._common = schema, common
        self._terms, self._words, self._values, self._parts = (_Numbering() for _ in range(4))
        self._labels: dict[tuple[str, str], Value] = {}
        self._entries = 0

    def add(self, batch: Iterable[Made]) -> None:
        shown, docs, scores, overflow = [], [], [], []
        for item in batch:
            self._entries += 1
            number, values = self._entries, self._numbered_values(item)
            parts = {key: self._parts.number(key) for key in item.parts}
            words = rows.array(self._words.count(item.words.split()))
            shown.append(
                (number, item.source, item.key, item.language, item.title, item.shown, item.passages, words)
            )
            tsv = rows.numbered(item.tsv, number, values, parts, overflow=bool(item.overflow))
            docs.append(rows.DocRow(number, item.published, rows.array(values), tsv))
            scores.append(rows.ScoreRow(number, rows.array(self._terms.count(item.terms.split())), item.imps))
            overflow += [(number, vector) for vector in item.overflow]
        self._copy("entry (id, source, key, language, title, shown, passages, words)", shown)
        self._copy("doc (id, pub, f, tsv)", docs)
        self._copy("score (id, terms, imps)", scores)
        self._copy("overflow (entry, tsv)", overflow)

    def finish(self) -> None:
        terms, words, values = self._terms, self._words, self._values
        self._copy(
            "term (id, lexeme, df, tiered, paired)",
            (
                (n, term, terms.counts[n], term in self._common.tiered, term in self._common.paired)
                for term, n in terms.of.items()
            ),
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

    def _numbered_values(self, item: Made) -> list[int]:
        for value in item.facets:
            self._labels[value.facet, value.key] = value
        return self._values.count((value.facet, value.key) for value in item.facets)

    def _copy(self, target: str, lines: Iterable[Sequence]) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY {self._schema}.{target} FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
