"""Did you mean: words of the index near a word that it does not know.

Distances count letters; Hangul syllables are taken apart into theirs, so that one wrong vowel is one mistake.
"""

from __future__ import annotations

import math
import re

from django.db import connection

from search.analysis import words_of
from search.indexing import numbers
from search.indexing.schema import LIVE
from search.models import ProtectedWord
from search.querying.forms import normal

_SHORTEST, _LONGEST = 4, 40  # letters


def suggestion(text: str, unknown: list[str]) -> str:
    """`text` with its unknown words replaced by likely ones; empty where nothing is likely. Quotes stay as they are."""
    changed = text
    for word in dict.fromkeys(unknown):
        better = correction(word)
        if better:
            pattern = rf'(?<![\w"]){re.escape(word)}(?![\w"])'
            changed = re.sub(pattern, lambda _found, better=better: better, changed, flags=re.IGNORECASE)
    return changed if changed != text else ""


def correction(word: str) -> str:
    """The likeliest word of the index for one it does not know; empty where there is none near enough."""
    surfaces = [w.surface for w in words_of(word) if w.surface]
    if len(surfaces) != 1 or any(c.isdigit() for c in word):
        return ""
    letters = numbers.letters(surfaces[0])
    if not _SHORTEST <= len(letters) <= _LONGEST or ProtectedWord.objects.filter(word=normal(word)).exists():
        return ""
    near = _near(letters, "left(letters, 1) = left(%(letters)s, 1)")
    if all(distance(letters, known) > 1 for _word, known, _df in near):
        near += _near(letters, "left(letters, 1) <> left(%(letters)s, 1)")
    ranked = sorted(
        near, key=lambda row: (_cost(letters, row[1]) - 0.15 * math.log(row[2]), len(row[0]), row[0])
    )
    return ranked[0][0] if ranked else ""


def _near(letters: str, beginning: str) -> list[tuple[str, str, int]]:
    """Words that differ little: word, letters, and how many entries have it. `beginning` is a condition in SQL: nearly
    all mistakes come after the first letter, and an index finds the words that begin alike. All others are looked
    through only where none of those is one mistake away."""
    far = 1 if len(letters) < 6 else 2
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, letters, df FROM {LIVE}.word WHERE {beginning} AND df > 0 "
            "AND char_length(letters) BETWEEN %(least)s AND %(most)s "
            "AND levenshtein_less_equal(letters, %(letters)s, %(far)s) <= %(far)s ORDER BY df DESC LIMIT 200",
            {"letters": letters, "far": far, "least": len(letters) - far, "most": len(letters) + far},
        )
        return cursor.fetchall()


def _cost(typed: str, known: str) -> float:
    """Mistakes between the two; the first letter is seldom wrong."""
    return distance(typed, known) + (0.5 if typed[0] != known[0] else 0.0)


def distance(one: str, other: str) -> int:
    """Letters added, dropped, changed, or swapped with a neighbour (Damerau 1964, optimal string alignment)."""
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
