"""Read JSON Lines (UTF-8, one value a line) without ever holding more than one line.

Whatever is wrong with a line is a fact about that line: it comes out as its `error`, and reading goes on.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

LONGEST_LINE = 16 * 1024**2  # bytes; the longest speech of a president has 100 KB


@dataclass(frozen=True)
class Line:
    """One line that is not blank: its number (from 1), where it ends in the file, and its value or its error."""

    number: int
    end: int
    value: Any = None
    error: str = ""


def lines(file: BinaryIO) -> Iterator[Line]:
    """Every line of `file` (opened in binary mode) that is not blank. A byte order mark at the start is skipped."""
    number = end = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        end += len(raw)
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            end += _skip_line(file)
            yield Line(number, end, error=f"longer than {LONGEST_LINE} bytes")
            continue
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if raw.strip():
            yield _parsed(raw, number, end)


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while raw := file.readline(LONGEST_LINE):
        skipped += len(raw)
        if raw.endswith(b"\n"):
            break
    return skipped


def _parsed(raw: bytes, number: int, end: int) -> Line:
    try:
        return Line(number, end, value=json.loads(raw.decode(), parse_constant=_refuse))
    except UnicodeDecodeError as error:
        return Line(number, end, error=f"not UTF-8 (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return Line(number, end, error=f"not JSON: {error.msg} (character {error.pos + 1} of the line)")
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, endless nesting
        return Line(number, end, error=f"not JSON: {error}")


def _refuse(constant: str):
    raise ValueError(f"{constant} is not a JSON number")
