"""Run as a program of its own by `briefings.document_covers`: reads a PDF from standard input and writes a small JPEG of
its first page to standard output; nothing where it cannot be drawn.

A hostile PDF takes only this process with it. Imports nothing of the project.
"""

from __future__ import annotations

import resource
import sys

import pypdfium2

MOST_MEMORY = 1024**3
MOST_SECONDS = 15
WIDTH, HEIGHT = 400, 566  # pixels, at most: A4 upright fills them
_LARGEST = 4.0  # times; a page of a few points stays small


def limit() -> None:
    """Memory and processor time of this process, set before the first byte is parsed."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is not kept, or counts libraries shared with everybody
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def draw(data: bytes, out) -> None:
    page = pypdfium2.PdfDocument(data)[0]
    width, height = page.get_size()
    scale = min(WIDTH / width, HEIGHT / height, _LARGEST)
    page.render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=80)


if __name__ == "__main__":
    limit()
    try:
        draw(sys.stdin.buffer.read(), sys.stdout.buffer)
    except Exception:  # whatever is wrong with the file: it has no cover then
        sys.exit(0)
