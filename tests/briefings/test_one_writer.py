"""Only `briefings.publishing` writes public rows."""

from __future__ import annotations

import re
from pathlib import Path

BRIEFINGS = Path(__file__).parents[2] / "briefings"
PUBLIC = "Publication|PublicationCredit|PublishedVersion|PublishedCorrection"
WRITES = re.compile(
    rf"\b(?:{PUBLIC})(?:\.objects|\._base_manager)[^\n]*\.(?:create|bulk_create|update|delete|get_or_create|update_or_create)\("
    rf"|\b(?:{PUBLIC})\([^)]*\)\.save\("
    r"|\bpublication\.(?:save|delete)\("
)


def test_nobody_else_writes_public_rows():
    sources = [
        p for p in BRIEFINGS.rglob("*.py") if "publishing" not in p.parts and "migrations" not in p.parts
    ]
    guilty = [str(p.relative_to(BRIEFINGS)) for p in sources if WRITES.search(p.read_text())]
    assert guilty == []


def test_the_pattern_sees_the_one_writer():
    assert WRITES.search((BRIEFINGS / "publishing" / "unpublish.py").read_text())
