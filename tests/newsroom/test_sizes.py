"""Files and functions stay small enough to be read at a sitting."""

from __future__ import annotations

import ast
import gzip
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60  # lines


def sources() -> list[Path]:
    folders = ("newsroom", "briefings", "subscriptions", "tests")
    found = [file for folder in folders for file in (CHECKOUT / folder).rglob("*.py")]
    return [file for file in found if "migrations" not in file.parts]


def test_no_file_and_no_function_is_too_long():
    too_long = []
    for file in sources():
        text = file.read_text()
        if len(text.splitlines()) > LONGEST_FILE:
            too_long.append(f"{file.relative_to(CHECKOUT)}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    too_long.append(f"{file.relative_to(CHECKOUT)}::{node.name} ({lines} lines)")
    assert too_long == []


def test_the_style_sheets_are_light():
    sheets = (CHECKOUT / "newsroom/static/newsroom").glob("*.css")
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) < 20_000
