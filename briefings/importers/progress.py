"""Show how an import gets on: one line that rewrites itself on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

ON_A_TERMINAL, IN_A_LOG = 0.2, 5.0  # seconds between two lines


class Progress:
    """Writes to `stream`; `total` is the size in bytes of what is read."""

    def __init__(self, stream: TextIO, total: int, *, quiet: bool = False):
        self.stream, self.total, self.quiet = stream, total, quiet
        self.rewrites = stream.isatty()
        self.started = self.shown = time.monotonic()
        self.width = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def step(self, position: int, text: str) -> None:
        """Show `text` and how far `position` (in bytes) is, if the last line is old enough."""
        pause = ON_A_TERMINAL if self.rewrites else IN_A_LOG
        if self.quiet or time.monotonic() - self.shown < pause:
            return
        self.shown = time.monotonic()
        share = f"{100 * position // self.total} %" if self.total else ""
        line = f"{share}  {text}".strip()
        if self.rewrites:
            self.stream.write("\r" + line.ljust(self.width), ending="")
            self.stream.flush()
            self.width = len(line)
        else:
            self.stream.write(line)

    def say(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        self.stream.write(text)

    def clear(self) -> None:
        """Take the line that rewrites itself away."""
        if self.width:
            self.stream.write("\r" + " " * self.width + "\r", ending="")
            self.width = 0
