"""README.md leads to every page of the documentation, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^):]+)\)")


def test_every_page_of_the_documentation_is_linked_and_every_link_leads_somewhere():
    linked = set(LINK.findall((CHECKOUT / "README.md").read_text()))
    pages = {f"docs/{page.name}" for page in (CHECKOUT / "docs").glob("*.md")}
    assert pages - linked == set()
    assert [link for link in linked if not (CHECKOUT / link).exists()] == []
