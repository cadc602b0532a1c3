"""From text to the terms that are indexed and looked for: one way for documents, questions and highlighting."""

from search.analysis.letters import fold
from search.analysis.streams import Placed, Stream, item_of, stream, tokens
from search.analysis.terms import Analysed, analyse, words_of

__all__ = ["Analysed", "Placed", "Stream", "analyse", "fold", "item_of", "stream", "tokens", "words_of"]
