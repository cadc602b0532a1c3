"""The back office of the search. Each module registers its own."""

from search.admin import pins, questions, rebuilds, words

__all__ = ["pins", "questions", "rebuilds", "words"]
