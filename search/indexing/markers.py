"""Lexemes of tsvectors beside the words themselves, for phrases in titles and parts. All hold a colon, which no term does,
so no question can name one. A stop word in a title is a term by its lexeme."""

from __future__ import annotations


def title(term: str) -> str:
    """The title holds the term."""
    return f"t:{term}"


def part(number: int, term: str = "") -> str:
    """The part `number` holds the term; without a term, how all of these begin."""
    return f"p{number}:{term}"
