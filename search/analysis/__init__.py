"""From text to the terms that are indexed and looked for: one way for documents, questions and highlighting."""

from search.analysis.streams import Joined, Placed, Stream, item_of, stream
from search.analysis.terms import Analysed, analyse, words_of

__all__ = ["Analysed", "Joined", "Placed", "Stream", "analyse", "item_of", "stream", "words_of"]
