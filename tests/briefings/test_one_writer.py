"""Only `briefings.publishing` writes public rows, and only `briefings.editions` those of editions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BRIEFINGS = Path(__file__).parents[2] / "briefings"


def writes(models: str) -> re.Pattern:
    return re.compile(
        rf"\b(?:{models})(?:\.objects|\._base_manager)[^\n]*\.(?:create|bulk_create|update|delete|get_or_create|update_or_create)\("
        rf"|\b(?:{models})\([^)]*\)\.save\("
        r"|\bpublication\.(?:save|delete)\("
    )


WRITERS = {
    "publishing": writes("Publication|PublicationCredit|PublishedVersion|PublishedCorrection"),
    "editions": writes("SentEdition|SentCorrection"),
}


@pytest.mark.parametrize("folder", WRITERS)
def test_nobody_else_writes_public_rows(folder):
    sources = {p.relative_to(BRIEFINGS): p.read_text() for p in BRIEFINGS.rglob("*.py")}
    others = {p: source for p, source in sources.items() if p.parts[0] not in (folder, "migrations")}
    guilty = [str(p) for p, source in others.items() if WRITERS[folder].search(source)]
    assert guilty == []


def test_the_patterns_see_the_one_writer():
    assert WRITERS["publishing"].search((BRIEFINGS / "publishing" / "unpublish.py").read_text())
    assert WRITERS["editions"].search((BRIEFINGS / "editions" / "correcting.py").read_text())
