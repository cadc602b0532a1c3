"""How to cite a publication: Chicago (notes and bibliography), BibTeX, RIS and CSL-JSON.

`Work.of(publication, site)` gathers what every style needs; each style is one function of it.
"""

from briefings.citations.bibtex import bibtex
from briefings.citations.chicago import chicago_html, chicago_text
from briefings.citations.csl import csl
from briefings.citations.ris import ris
from briefings.citations.work import Work

__all__ = ["Work", "bibtex", "chicago_html", "chicago_text", "csl", "ris"]
