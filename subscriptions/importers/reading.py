"""Reads CSV as it comes out of other systems and spreadsheets: any usual encoding and separator, rows of any length."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 20
_BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
# A Korean Excel writes CP949, a western one CP1252, which can read anything and therefore comes last.
_ENCODINGS = ("utf-8", "cp949", "cp1252")
_HANGUL = re.compile("[가-힣]")
_LOOKED_AT = 64 * 1024


class Unusable(Exception):
    """Nothing of this file can be imported; the message says why."""


Row = tuple[int, list[str] | None]  # line, cells; None where the row could not be read


def rows(stream: BinaryIO, encoding: str = "") -> tuple[str, Iterator[Row]]:
    """The encoding, and the rows that are not blank, each with the number of its line.

    The stream is read twice: to find out the encoding, and for its rows. Raises Unusable.
    """
    encoding = encoding or detect(stream)
    stream.seek(0)
    try:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        sample = text.read(_LOOKED_AT)
    except LookupError:
        raise Unusable(f"There is no encoding called {encoding}.") from None
    if not sample.strip():
        raise Unusable("The file is empty.")
    if "\0" in sample:
        raise Unusable("This is not a text file. Save it as CSV first.")
    text.seek(0)
    reader = csv.reader(text, delimiter=_separator(sample), skipinitialspace=True)
    return encoding, _numbered(reader)


def detect(stream: BinaryIO) -> str:
    """The encoding of all of the stream."""
    stream.seek(0)
    start = stream.read(4)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    for name in _ENCODINGS[:-1]:
        if _decodes(stream, name):
            return name
    return _ENCODINGS[-1]


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    """Whether all of it is valid; for CP949, which accepts much, there has to be Hangul in it, too."""
    stream.seek(0)
    decoder, hangul = codecs.getincrementaldecoder(encoding)(), encoding != "cp949"
    try:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            hangul = hangul or bool(_HANGUL.search(text))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return hangul


def _separator(sample: str) -> str:
    """Of the usual ones the one that is most frequent in the first line that has any, outside quotation marks."""
    for line in sample.splitlines():
        bare = re.sub(r'"[^"]*"', "", line)
        found = max(",;\t|", key=bare.count)
        if found in bare:
            return found
    return ","


def _numbered(reader) -> Iterator[Row]:
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if any(cell.strip() for cell in row):
            yield line, row
