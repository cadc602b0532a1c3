"""Run as a program of its own by `briefings.document_texts`: reads a PDF from standard input and prints a line of JSON
for each page that has text, then one that says how it ended.

A hostile PDF takes only this process with it. Imports nothing of the project.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import unicodedata

import pypdfium2
from pypdfium2 import raw

MOST_MEMORY = 1024**3
MOST_SECONDS = 60
MOST_PAGES, MOST_CHARACTERS = 2_000, 20_000_000

# pdfium's marks for a hyphen at the end of a line, and soft hyphens: the word goes on.
_CUT_WORD = re.compile("[\u0002\ufffe\u00ad]\\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff]")


def limit() -> None:
    """Memory and processor time of this process, set before the first byte is parsed."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is not kept, or counts libraries shared with everybody
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def pages(data: bytes):
    """Yields {"page", "text"} for pages with text, then {"end": "read" | "locked" | "unreadable" | "cut"}."""
    try:
        pdf = pypdfium2.PdfDocument(data)
        number_of_pages = len(pdf)
    except pypdfium2.PdfiumError:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        yield {"end": "locked" if locked else "unreadable"}
        return
    except Exception:  # the binding fails in many ways where the library gave it nonsense, or no memory
        yield {"end": "unreadable"}
        return
    left, until = MOST_CHARACTERS, time.monotonic() + MOST_SECONDS
    for number in range(min(number_of_pages, MOST_PAGES)):
        if left <= 0 or time.monotonic() > until:
            break
        text = text_of(pdf, number)[:left]
        left -= len(text)
        if text:
            yield {"page": number + 1, "text": text}
    else:
        if number_of_pages <= MOST_PAGES:
            yield {"end": "read"}
            return
    yield {"end": "cut"}


def text_of(pdf, number: int) -> str:
    """The page's text in reading order as far as the file tells; a broken page has none."""
    try:
        page = pdf[number]
        found = page.get_textpage().get_text_bounded()
        page.close()
    except Exception:  # one broken page says nothing about the others
        return ""
    found = _CONTROL.sub(" ", _CUT_WORD.sub("", found))
    lines = (" ".join(line.split()) for line in found.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


if __name__ == "__main__":
    limit()
    try:
        for line in pages(sys.stdin.buffer.read()):
            print(json.dumps(line), flush=True)
    except MemoryError:
        print(json.dumps({"end": "unreadable"}), flush=True)
