"""Characters that Markdown would read as marks, made literal."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(r"[\\`*_\[\]<~|]")
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_AT_START = re.compile(r"[#>+=:-]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)", re.ASCII)
_IN_ADDRESS = re.compile(r"[\s<>()\\\x00-\x1f\x7f]")


def escaped(text: str) -> str:
    """`text` so that it is shown as it is, inside a line."""
    return _ENTITY.sub(r"\\&", _ANYWHERE.sub(r"\\\g<0>", text))


def line(rendered: str) -> str:
    """An inline rendering as a line of its own: not taken for a heading, list, quotation or table."""
    if _AT_START.match(rendered):
        return f"\\{rendered}"
    return _NUMBERED.sub(r"\1\\\2", rendered, count=1) if _NUMBERED.match(rendered) else rendered


def address(url: str) -> str:
    """`url` as the destination of a link: brackets and blanks percent-encoded."""
    encoded = _IN_ADDRESS.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)
    return _ENTITY.sub(r"\\&", encoded)


def fence(text: str, least: int) -> str:
    """A run of backticks longer than any in `text`."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)
