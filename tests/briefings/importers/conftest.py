"""Archives beside the checkout are tests where they are at hand; elsewhere there is nothing to collect."""

from __future__ import annotations

from pathlib import Path

CORPORA = Path(__file__).parents[4] / "shared" / "data" / "corpora"
collect_ignore = [] if CORPORA.is_dir() else ["test_corpora.py"]
