"""Finding a briefing among a hundred thousand by what it is called and who wrote it, in the time of a page."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.text import smart_split, unescape_string_literal

from briefings.models import Briefing, Credit

_WORDS = 8  # more are passed over


def having(rows: QuerySet[Briefing], words: str) -> QuerySet[Briefing]:
    """Those of `rows` that have each word, or "each phrase", in the title, the slug or the name of a credited person.

    Three conditions joined by OR would be tried on every row; as a union each is answered by its own index.
    """
    every, credits = Briefing.objects.order_by(), Credit.objects.order_by()
    for word in _asked(words):
        rows = rows.filter(
            pk__in=every.filter(title__icontains=word)
            .values("pk")
            .union(
                every.filter(slug__icontains=word).values("pk"),
                credits.filter(person__name__icontains=word).values("briefing"),
                all=True,
            )
        )
    return rows


def _asked(words: str) -> list[str]:
    found = []
    for word in list(smart_split(words.replace("\x00", " ")))[:_WORDS]:
        quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
        found.append(unescape_string_literal(word) if quoted else word)
    return [word for word in found if word.strip()]
