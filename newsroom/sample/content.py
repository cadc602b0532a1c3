"""Reads the sample newsroom from its files and checks that it hangs together. Knows nothing of the database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markdown_it import MarkdownIt

DATA = Path(__file__).parent / "data"
_markdown = MarkdownIt("commonmark").enable("table")


class BadSample(Exception):
    """A file of the sample is wrong; the message names file and key."""


@dataclass(frozen=True)
class Part:
    """A part of a text: heading (may be empty) and HTML."""

    heading: str
    html: str


@dataclass(frozen=True)
class Piece:
    """A publication or draft: `facts` is its front matter, `parts` its text."""

    key: str
    facts: dict
    parts: tuple[Part, ...]

    @property
    def date(self) -> datetime | None:
        return datetime.fromisoformat(self.facts["date"]) if "date" in self.facts else None


@dataclass(frozen=True)
class Page:
    facts: dict
    html: str


@dataclass(frozen=True)
class Sample:
    """Everything, by key where others refer to it."""

    site: dict
    lists: dict[str, dict]
    people: dict[str, dict]
    organisations: dict[str, dict]
    terms: list[dict]
    channels: dict[str, dict]
    series: dict[str, dict]
    topics: dict[str, dict]
    regions: dict[str, dict]
    images: dict[str, dict]
    documents: dict[str, dict]
    pages: tuple[Page, ...]
    publications: dict[str, Piece]
    drafts: dict[str, Piece]
    editions: dict[str, dict]
    synonyms: list[list[str]]


def load(folder: Path = DATA) -> Sample:
    """The whole sample; raises BadSample for a file that cannot be read or a reference that leads nowhere."""
    people, sections = _toml(folder / "people.toml"), _toml(folder / "sections.toml")
    pieces = [_piece(file) for file in sorted((folder / "publications").glob("*.md"))]
    drafts = [_piece(file) for file in sorted((folder / "drafts").glob("*.md"))]
    sample = Sample(
        site=_toml(folder / "site.toml"),
        lists=_by_key(_toml(folder / "lists.toml")["list"]),
        people=_by_key(people["person"]),
        organisations=_by_key(people["organisation"]),
        terms=people["term"],
        channels=_by_key(sections["channel"]),
        series=_by_key(sections["series"]),
        topics=_by_key(sections["topic"]),
        regions=_by_key(sections["region"]),
        images=_by_key(_toml(folder / "images.toml")["image"]),
        documents=_by_key(_toml(folder / "documents.toml")["document"]),
        pages=tuple(_page(file) for file in sorted((folder / "pages").glob("*.md"))),
        publications={piece.key: piece for piece in sorted(pieces, key=lambda p: p.facts["date"])},
        drafts={draft.key: draft for draft in drafts},
        editions=_by_key(_toml(folder / "editions.toml")["edition"]),
        synonyms=_toml(folder / "synonyms.toml")["groups"],
    )
    for piece in (*pieces, *drafts):
        _check(piece, sample)
    for key, edition in sample.editions.items():
        for item in edition["items"]:
            if item["piece"] not in sample.publications:
                raise BadSample(f"{key}: piece “{item['piece']}” is not known")
    return sample


def to_html(text: str) -> str:
    """Markdown as HTML."""
    return _markdown.render(text)


def _toml(file: Path) -> dict:
    try:
        return tomllib.loads(file.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadSample(f"{file.name}: {error}") from error


def _by_key(rows: list[dict]) -> dict[str, dict]:
    return {row["key"]: row for row in rows}


def _front_matter(file: Path) -> tuple[dict, str]:
    _empty, facts, body = file.read_text().split("+++\n", 2)
    try:
        return tomllib.loads(facts), body.strip()
    except tomllib.TOMLDecodeError as error:
        raise BadSample(f"{file.name}: {error}") from error


def _page(file: Path) -> Page:
    facts, body = _front_matter(file)
    return Page(facts, to_html(body))


def _piece(file: Path) -> Piece:
    """The text is cut at `## Heading`; what stands before the first is a part without a heading."""
    facts, body = _front_matter(file)
    parts = []
    for section in f"\n{body}".split("\n## "):
        heading, _newline, text = (
            section.partition("\n") if parts or not section.startswith("\n") else ("", "", section)
        )
        if section.strip():
            parts.append(Part(heading.strip(), to_html(text.strip())))
        elif not parts:
            parts.append(Part("", ""))
    return Piece(facts["key"], facts, tuple(part for part in parts if part.heading or part.html))


def _check(piece: Piece, sample: Sample) -> None:
    known = {
        "channel": sample.channels,
        "series": sample.series,
        "image": sample.images,
        "translation_of": sample.publications,
        "topics": sample.topics,
        "regions": sample.regions,
        "documents": sample.documents,
    }
    for name, things in known.items():
        value = piece.facts.get(name, [])
        for key in [value] if isinstance(value, str) else value:
            if key not in things:
                raise BadSample(f"{piece.key}: {name} “{key}” is not known")
    credited = {"person": sample.people, "organisation": sample.organisations, "series": sample.series}
    for credit in piece.facts.get("credits", []):
        for kind in credited.keys() & credit.keys():
            if credit[kind] not in credited[kind]:
                raise BadSample(f"{piece.key}: {kind} “{credit[kind]}” is not known")
