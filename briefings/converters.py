"""Path converters: slugs in any script, years that may be “undated”, days."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter
from django.urls.converters import get_converters

from briefings.models.publication import UNDATED


class SlugConverter:
    """Letters and digits of any script, hyphens and underscores."""

    regex = r"[\w-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """Four digits, or `undated` (0 in the database)."""

    regex = rf"[0-9]{{4}}|{UNDATED}"

    def to_python(self, value: str) -> int:
        return 0 if value == UNDATED else int(value)

    def to_url(self, value: int | str) -> str:
        return str(value) if value else UNDATED


class DayConverter:
    """ISO 8601: `2026-11-24`. A day that no calendar has is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


def register() -> None:
    """Make `<words:…>`, `<year:…>` and `<day:…>` known, once."""
    for name, converter in (("words", SlugConverter), ("year", YearConverter), ("day", DayConverter)):
        if name not in get_converters():
            register_converter(converter, name)
