"""One form for questions that mean the same, to compare and count them by."""

from __future__ import annotations

from search.analysis import words_of


def normal(text: str) -> str:
    """`text` as its words in plain small letters, Korean ones without endings: `P’yŏngyang의 Talks!` gives
    `pyongyang talks`. Stop words stay."""
    words = []
    for word in words_of(text):
        terms = [term for term, _place in word.terms]
        if word.ideographic:
            words.append("".join(term[0] for term in terms) + terms[-1][1:])
        else:
            words.append(word.surface or terms[0])
    return " ".join(words)[:200]


def key(text: str) -> str:
    """What two questions have in common that differ in nothing but case, accents and endings."""
    return " ".join("".join(term for term, _place in word.terms) for word in words_of(text))[:200]
