"""BibTeX, with biblatex's `@online`. UTF-8 is kept as it is; what LaTeX would take for commands is escaped."""

from __future__ import annotations

from briefings.citations.names import Name
from briefings.citations.work import Work

_TYPES = {"paper": "techreport", "report": "techreport"}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_BABEL = {"en": "english", "ko": "korean", "ja": "japanese", "zh": "chinese", "fr": "french", "de": "german"}


def bibtex(work: Work) -> str:
    """One entry. The key stays the same whatever becomes of title, author and date."""
    kind = _TYPES.get(work.kind, "online")
    publisher = "institution" if kind == "techreport" else "organization"
    fields = {
        "author": _people(work.authors),
        "editor": _people(work.editors),
        "translator": _people(work.translators),
        "title": f"{{{escape(work.title)}}}",  # doubled braces keep capitals
        "series" if kind == "techreport" else "titleaddon": escape(work.series),
        publisher: escape(work.publisher),
        "date": work.published.isoformat() if work.published else "",
        "year": str(work.published.year) if work.published else "n.d.",
        "url": work.url,  # a verbatim field
        "langid": _BABEL.get(work.language.split("-")[0], ""),
        "keywords": escape(", ".join(work.keywords)),
        "abstract": escape(work.abstract),
        "note": escape(_note(work)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if work.published:
        lines.append(f"  month = {_MONTHS[work.published.month - 1]}")
    return f"@{kind}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def escape(text: str) -> str:
    """`text` as LaTeX prints it."""
    return " ".join(text.split()).translate(_LATEX)


def _people(people: tuple[Name, ...]) -> str:
    return " and ".join(_person(name) for name in people)


def _person(name: Name) -> str:
    """Names that must stay whole go in braces of their own: organisations, series, Hangul."""
    if name.family and name.shown.isascii():
        return f"{escape(name.family)}, {escape(name.given)}"
    if name.family and not name.family_first:
        return f"{escape(name.family)}, {escape(name.given)}"
    return f"{{{escape(name.shown)}}}"


def _note(work: Work) -> str:
    return f"Retracted: {work.retraction}" if work.retracted else ""
