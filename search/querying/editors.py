"""What editors say about a question: which of its words mean the same as others, and which results come first.

Both are asked for together with the settings of the transaction: each statement of its own took a third of a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import orjson
from django.db import connection

from search.indexing.schema import LIVE
from search.models import Pin, PinnedEntry, Synonyms
from search.querying.forms import key

_SYNONYMS = f"""
(SELECT json_agg(json_build_array(keys, phrases) ORDER BY phrases)::text FROM {Synonyms._meta.db_table}
  WHERE keys && %s::varchar[])"""
# SQL for what `Said.of` reads, and `asked` gives the parameters of.
SAID = (_SYNONYMS, f"(SELECT id FROM {Pin._meta.db_table} WHERE key = %s)")
_PINNED = f"""
SELECT e.id FROM {PinnedEntry._meta.db_table} x JOIN {LIVE}.entry e ON e.shown->>'url' = x.url
 WHERE x.pin_id = %s ORDER BY x.position, x.id"""


@dataclass(frozen=True)
class Said:
    """`synonyms` of words (by `forms.key`): the other words and phrases. `pin` is the number of a `models.Pin`."""

    synonyms: dict[str, list[str]] = field(default_factory=dict)
    pin: int | None = None

    @classmethod
    def of(cls, row: Sequence, words: Iterable[str]) -> Said:
        """What SAID gave for `words`."""
        found, pin = row
        return cls(_synonyms(found, set(words)), pin)


def asked(text: str, words: Iterable[str]) -> list:
    """The parameters of SAID for the question `text` and those of its words, by `forms.key`, that may have synonyms."""
    return [list(words), key(text)]


def synonyms(words: Iterable[str]) -> dict[str, list[str]]:
    """For each of `words` (`forms.key`) that editors have synonyms for: the other words and phrases."""
    wanted = set(words)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SYNONYMS}", [list(wanted)])
        return _synonyms(cursor.fetchone()[0], wanted)


def _synonyms(found: str | None, wanted: set[str]) -> dict[str, list[str]]:
    others: dict[str, list[str]] = {}
    for keys, phrases in orjson.loads(found) if found else ():
        lines = Synonyms(phrases=phrases).lines
        for own in wanted.intersection(keys):
            others.setdefault(own, []).extend(line for line in lines if key(line) != own)
    return others


def pinned(pin: int | None) -> list[int]:
    """Numbers of the entries that `pin` puts first, as far as they can be found at all."""
    if pin is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PINNED, [pin])
        return [number for (number,) in cursor.fetchall()]
