"""RIS, the tagged format of reference managers: two letters, two spaces, a hyphen, a space; CRLF; ends with ER."""

from __future__ import annotations

from briefings.citations.names import Name
from briefings.citations.work import Work

_TYPES = {"paper": "RPRT", "report": "RPRT", "podcast": "SOUND", "video": "VIDEO"}


def ris(work: Work) -> str:
    """One reference. Undated works have neither PY nor DA."""
    day = work.published
    tags = [
        ("TY", _TYPES.get(work.kind, "ELEC")),
        ("ID", work.key),
        *(("AU", _person(name)) for name in work.authors),
        *(("ED", _person(name)) for name in work.editors),
        *(("TA", _person(name)) for name in work.translators),
        ("TI", work.title),
        ("T2", work.series or work.site),
        ("PB", work.publisher),
        ("PY", f"{day.year}" if day else ""),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("AB", work.abstract),
        *(("KW", word) for word in work.keywords),
        ("LA", work.language),
        ("N1", f"Retracted: {work.retraction}" if work.retracted else ""),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _person(name: Name) -> str:
    """“Reyes, Ana”. Hangul names and organisations stay as they are: nothing in them is turned round."""
    if name.family and (not name.family_first or name.shown.isascii()):
        return f"{name.family}, {name.given}"
    return name.shown
