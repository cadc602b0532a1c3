"""Run as a program of its own by `briefings.pdfs`: reads a PDF from standard input, prints its facts as
JSON.

A hostile PDF can make a parser loop, eat memory or crash; here it takes only this process with it. Imports
nothing of the project.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import pypdfium2
from pypdfium2 import raw

MOST_MEMORY = 1024**3
MOST_SECONDS = 8
_PAGES_SEARCHED = 30
_SECONDS_SEARCHED = 2


def limit() -> None:
    """Memory and processor time of this process, set before the first byte is parsed."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is not kept, or counts libraries shared with everybody
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def facts(data: bytes) -> dict:
    """`pages`, `encrypted`, `has_text`; or `problem`: "password" or "damaged"."""
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
        pdf[0].get_size()
    except pypdfium2.PdfiumError:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        return {"problem": "password" if locked else "damaged"}
    except Exception:  # the binding fails in many ways where the library gave it nonsense, or no memory
        return {"problem": "damaged"}
    encrypted = raw.FPDF_GetSecurityHandlerRevision(pdf) != -1
    return {"pages": pages, "encrypted": encrypted, "has_text": has_text(pdf, pages)}


def has_text(pdf, pages: int) -> bool:
    """Whether any of the first pages has text to search and to read aloud; scans have none."""
    end = time.monotonic() + _SECONDS_SEARCHED
    for number in range(min(pages, _PAGES_SEARCHED)):
        if time.monotonic() > end:
            break
        try:
            if pdf[number].get_textpage().get_text_bounded().strip():
                return True
        except Exception:  # one broken page says nothing about the others
            continue
    return False


if __name__ == "__main__":
    limit()
    print(json.dumps(facts(sys.stdin.buffer.read())))
