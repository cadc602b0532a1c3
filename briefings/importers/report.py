"""What an import did, for people (a line at the end) and for programs (`--report FILE`)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True)
class Note:
    """Something to know about one record: its line, its id where it could be read, and the reason."""

    line: int
    id: str
    reason: str
    field: str = ""

    def __str__(self) -> str:
        where = f" ({self.id})" if self.id else ""
        return f"line {self.line}{where}: {self.field + ': ' if self.field else ''}{self.reason}"


@dataclass
class Report:
    """Counts and notes of one run. Every line that is not blank is counted once: as read, and as one outcome."""

    file: str
    dry_run: bool = False
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: int = 0
    redirects: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    rejected: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    ignored_fields: Counter[str] = field(default_factory=Counter)

    @property
    def changes(self) -> int:
        return self.created + self.updated

    def summary(self) -> str:
        """One line for people."""
        rate = f", {self.read / self.seconds:.0f} a second" if self.seconds else ""
        return (
            f"{self.read} read: {self.created} new, {self.updated} changed, {self.unchanged} unchanged, "
            f"{self.left_alone} left alone, {len(self.rejected)} rejected; {self.redirects} redirects added{rate}"
        )

    def write(self, path: Path) -> None:
        """Store the report as JSON. Raises OSError."""
        counts = {"rejected": len(self.rejected), "warnings": len(self.warnings), "changes": self.changes}
        whole = {f.name: getattr(self, f.name) for f in fields(self)} | {"counts": counts}
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=1, default=asdict), encoding="utf-8")
