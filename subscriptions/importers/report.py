"""What an import did, or would do."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

MOST_KEPT = 10_000  # notes; all are counted and all are said on stderr


@dataclass(frozen=True)
class Note:
    """A rejected row: its line, what stood for an address, and why."""

    line: int
    email: str
    reason: str

    def __str__(self) -> str:
        where = f" ({self.email})" if self.email else ""
        return f"line {self.line}{where}: {self.reason}"


@dataclass
class Report:
    """Every row that is not blank is counted once as read, and once as what became of it."""

    file: str
    mailing_list: str
    dry_run: bool = False
    system: str = ""
    encoding: str = ""
    read: int = 0
    created: int = 0  # on the list now
    not_subscribed: int = 0  # taken over as having left there
    unchanged: int = 0  # on the list already
    left_alone: int = 0  # left this list here, or are stopped
    rejected: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    notes: list[Note] = field(default_factory=list)
    examples: list[dict] = field(default_factory=list)

    def reject(self, note: Note) -> None:
        self.rejected += 1
        if len(self.notes) < MOST_KEPT:
            self.notes.append(note)

    def summary(self) -> str:
        """One line for people."""
        rate = f", {self.read / self.seconds:.0f} a second" if self.seconds else ""
        return (
            f"{self.read} read: {self.created} new, {self.unchanged} there already, {self.not_subscribed} kept as not "
            f"subscribed, {self.left_alone} left alone, {self.rejected} rejected{rate}"
        )

    def as_json(self) -> dict:
        return asdict(self)

    def write(self, path: Path) -> None:
        """Store the report as JSON. Raises OSError."""
        path.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
