"""How much one word of a document says about it: BM25's part that a document can know by itself, in one byte.

Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009). The other part, how rare the
word is, is added when a question is answered. Rounding to eight bits changes no ranking that was measured.
"""

from __future__ import annotations

K1, B = 1.2, 0.75
TITLE = 5  # a word in the title counts as five: docs/search.md tells what other numbers gave
PAGES = 0.6  # a word found only in an attached document, against one in the piece itself
USUAL_LENGTH = 400.0  # until the first rebuild has measured one

# Impacts from which a document is also indexed under a word's marker, so that the best of many are found directly.
TIERS = (0.60, 0.70, 0.79, 0.86, 0.89, 0.91, 0.925)
TIER_BYTES = tuple(round(255 * tier) for tier in TIERS)
DIRECT = 512  # terms with numbers below this, the commonest, have an entry's impact byte at that place


def norm(length, usual: float):
    """What a word's count is held against in a text of `length` words, where `usual` are usual: of one or of many."""
    return K1 * (1 - B + B * length / usual)
