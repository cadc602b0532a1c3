"""Path converters: slugs in any script, and years that may be “undated”."""

from __future__ import annotations

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


def register() -> None:
    """Make `<words:…>` and `<year:…>` known, once."""
    for name, converter in (("words", SlugConverter), ("year", YearConverter)):
        if name not in get_converters():
            register_converter(converter, name)
