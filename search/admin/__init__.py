"""The back office of the search. Each module registers its own."""

from search.admin import pins, questions, rebuilds, saved, words

__all__ = ["pins", "questions", "rebuilds", "saved", "words"]
