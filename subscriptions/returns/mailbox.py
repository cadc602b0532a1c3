"""Ways in for what comes back: one message as a mail server hands it over, or a Maildir that it delivers to."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path

from subscriptions.returns.leaving import take_off, who_leaves
from subscriptions.returns.reading import LONGEST, What, read
from subscriptions.returns.recording import record


def take(raw: bytes) -> tuple[What, bool]:
    """What the message is, and whether it changed anything."""
    raw = raw[:LONGEST]
    digest = hashlib.sha256(raw).hexdigest()
    if leaving := who_leaves(raw):
        return What.LEAVING, take_off(*leaving, digest)
    verdict = read(raw)
    return verdict.what, record(verdict, digest)


def take_maildir(folder: Path) -> Counter:
    """All new messages of a Maildir: each goes to `cur` once it has been taken note of, so that nothing is lost and
    nothing counts twice. How many of each kind. Raises FileNotFoundError where it is no Maildir."""
    found: Counter[str] = Counter()
    for file in sorted((folder / "new").iterdir()):
        with file.open("rb") as content:
            what, _changed = take(content.read(LONGEST))
        os.replace(file, folder / "cur" / f"{file.name}:2,S")
        found[what] += 1
    return found
