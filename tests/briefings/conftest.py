from __future__ import annotations

from pathlib import Path

PDFS = Path(__file__).parents[3] / "shared" / "data" / "pdf"
collect_ignore = [] if PDFS.is_dir() else ["test_real_documents.py"]
