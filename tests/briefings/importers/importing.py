"""Write records to a file, import it as a user does, and see what came out."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError


@dataclass
class Outcome:
    code: int
    said: str  # standard error
    report: dict

    @property
    def rejected(self) -> list[tuple[int, str, str]]:
        return [(one["line"], one["id"], one["field"]) for one in self.report["rejected"]]

    @property
    def warnings(self) -> list[str]:
        return [one["reason"] for one in self.report["warnings"]]


def record(id: str = "one", **fields) -> dict:
    """A publication that nothing is wrong with."""
    return {
        "id": id,
        "title": "Ports reopen",
        "date": "2024-05-06",
        "body_html": "<p>The ports reopened.</p>",
        **fields,
    }


def import_lines(folder: Path, *lines: bytes, **options) -> Outcome:
    """Import a file that consists of these lines."""
    file, report = folder / "publications.jsonl", folder / "report.json"
    file.write_bytes(b"\n".join(lines) + b"\n")
    errors, code = io.StringIO(), 0
    try:
        call_command(
            "import_publications",
            str(file),
            report=str(report),
            stdout=io.StringIO(),
            stderr=errors,
            **options,
        )
    except CommandError as error:
        code = error.returncode
    return Outcome(code, errors.getvalue(), json.loads(report.read_text(encoding="utf-8")))


def import_records(folder: Path, *records, **options) -> Outcome:
    """Import these records."""
    return import_lines(folder, *(json.dumps(one).encode() for one in records), **options)
