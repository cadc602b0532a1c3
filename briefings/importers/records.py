"""One record of an import, checked: from a JSON value to a `Record`, or to a `Rejected` that names the field."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from briefings.importers.texts import INVISIBLE, Body, Rejected
from briefings.models import Kind, Role

LONGEST_BODY = 8 * 1024**2  # characters
MOST_NAMES = 200  # authors, tags… of one publication
MOST_PARTS = 100
# Old systems say “events”, “posts” or “news” where readers here say event and article.
KINDS = {kind.listing: kind.value for kind in Kind} | {
    kind: Kind.ARTICLE.value for kind in ("news", "post", "posts", "blog", "story", "opinion", "speech")
}
FIELDS = frozenset(
    [
        "id",
        "title",
        "body_html",
        "body_md",
        "parts",
        "date",
        "summary",
        "authors",
        "tags",
        "topics",
        "regions",
        "kind",
        "series",
        "channel",
        "language",
        "source_url",
        "image",
        "credits",
        "status",
    ]
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Picture:
    """`file` is a path relative to the imported file, or an address (which is not fetched)."""

    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Record:
    """A publication as the file describes it. None in an optional field: the file says nothing about it."""

    id: str
    title: str
    body: Body | None = None
    parts: tuple[tuple[str, Body], ...] = ()
    published_at: datetime | None = None
    summary: str | None = None
    credits: tuple[tuple[str, str], ...] | None = None  # (role, name)
    tags: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    kind: str | None = None
    series: str | None = None
    channel: str | None = None
    language: str = settings.LANGUAGE_CODE
    source_url: str = ""
    image: Picture | None = None
    draft: bool = False
    warnings: list[str] = field(default_factory=list, compare=False)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The text, or the texts of the parts."""
        return (self.body,) if self.body else tuple(body for _heading, body in self.parts)

    @property
    def digest(self) -> str:
        """The same for two records that say the same."""
        said = {name: value for name, value in asdict(self).items() if name != "warnings"}
        return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def read(value: Any, now: datetime) -> Record:
    """The record in a line's `value`. Raises Rejected; what is merely odd becomes one of the record's warnings."""
    if not isinstance(value, dict):
        raise Rejected("", "not a JSON object")
    warnings: list[str] = []
    draft = _one_of(value, "status", {"published": False, "draft": True}, False)
    published_at = _date(value)
    if published_at and published_at > now and not draft:
        raise Rejected("date", f"{value['date']} lies in the future: import it with status “draft”")
    body, parts = _body(value, warnings)
    return Record(
        id=_text(value, "id", 300, required=True),
        title=_text(value, "title", 300, required=True),
        body=body,
        parts=parts,
        published_at=published_at,
        summary=_text(value, "summary", 10_000, lines=True),
        credits=_credits(value),
        tags=_names(value, "tags", 100),
        topics=_names(value, "topics", 200),
        regions=_names(value, "regions", 200),
        kind=_kind(value, warnings),
        series=_text(value, "series", 200),
        channel=_text(value, "channel", 200),
        language=_language(value, warnings),
        source_url=_text(value, "source_url", 2000) or "",
        image=_picture(value.get("image")),
        draft=draft,
        warnings=warnings,
    )


def _string(where: str, value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise Rejected(where, f"a text is expected, not {_type_of(value)}")
    if "\x00" in value:
        raise Rejected(where, "holds a NUL character")
    if _SURROGATE.search(value):
        raise Rejected(where, "holds half a character (a lone surrogate)")
    if len(value) > longest:
        raise Rejected(where, f"{len(value)} characters, more than {longest}")
    return value


def _tidy(where: str, value: Any, longest: int, *, lines: bool = False) -> str:
    """NFC, without control characters, white space collapsed (line by line if `lines`)."""
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", _string(where, value, 4 * longest + 1000)))
    text = (
        "\n".join(" ".join(line.split()) for line in text.splitlines()) if lines else " ".join(text.split())
    )
    return _string(where, text.strip(), longest)


def _text(value: dict, name: str, longest: int, *, required: bool = False, lines: bool = False) -> str | None:
    """A text, or None where it is absent or null."""
    given = value.get(name)
    text = None if given is None else _tidy(name, given, longest, lines=lines)
    if required and not text:
        raise Rejected(name, "missing" if name not in value else "empty")
    return text


def _names(value: dict, name: str, longest: int) -> tuple[str, ...] | None:
    """Names, each once, in the file's order; None where the field is absent or null."""
    given = value.get(name)
    if given is None:
        return None
    names = [_tidy(f"{name}[{n}]", one, longest) for n, one in enumerate(_list(name, given, MOST_NAMES))]
    return tuple(dict.fromkeys(filter(None, names)))


def _list(where: str, value: Any, most: int) -> list:
    if not isinstance(value, list):
        raise Rejected(where, f"a list is expected, not {_type_of(value)}")
    if len(value) > most:
        raise Rejected(where, f"{len(value)} entries, more than {most}")
    return value


def _object(where: str, value: Any) -> dict:
    if not isinstance(value, dict):
        raise Rejected(where, f"an object is expected, not {_type_of(value)}")
    return value


def _type_of(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _one_of(value: dict, name: str, choices: dict, default: Any) -> Any:
    given = _text(value, name, 50)
    if given is None:
        return default
    if given.lower() not in choices:
        raise Rejected(name, f"“{given}” is not one of {', '.join(choices)}")
    return choices[given.lower()]


def _credits(value: dict) -> tuple[tuple[str, str], ...] | None:
    """Roles and names of `authors` and `credits`, in this order, each once."""
    authors, credits = _names(value, "authors", 200), value.get("credits")
    if authors is None and credits is None:
        return None
    found = [(Role.AUTHOR.value, name) for name in authors or ()]
    for n, credit in enumerate(_list("credits", credits or [], MOST_NAMES)):
        where = f"credits[{n}]"
        credit = _object(where, credit)
        name = _tidy(f"{where}.name", credit.get("name"), 200)
        role = _tidy(f"{where}.role", credit.get("role", Role.AUTHOR.value), 50).lower()
        if role not in Role.values:
            raise Rejected(f"{where}.role", f"“{role}” is not one of {', '.join(Role.values)}")
        if not name:
            raise Rejected(f"{where}.name", "empty")
        found.append((role, name))
    return tuple(dict.fromkeys(found))


def _date(value: dict) -> datetime | None:
    """The moment in `date`; a day alone is its midnight, and a time without offset is meant, in the site's zone."""
    text = _text(value, "date", 40)
    if not text:
        return None
    zone = timezone.get_default_timezone()
    try:
        moment = datetime.fromisoformat(text)
        if "T" not in text.upper() and ":" not in text:
            moment = datetime.combine(date.fromisoformat(text), time())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        if not 1000 <= moment.astimezone(zone).year <= 9998:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise Rejected("date", f"“{text}” is not a date (ISO 8601)") from error
    return moment


def _body(value: dict, warnings: list[str]) -> tuple[Body | None, tuple[tuple[str, Body], ...]]:
    given = [name for name in ("parts", "body_html", "body_md") if value.get(name)]
    if not given:
        raise Rejected("body_html", "missing: body_html, body_md or parts is needed")
    if len(given) > 1:
        warnings.append(f"{' and '.join(given[1:])} left aside: {given[0]} comes first")
    if given[0] == "parts":
        return None, _parts(value["parts"])
    markup = given[0].removeprefix("body_").replace("md", "markdown")
    return Body(markup, _string(given[0], value[given[0]], LONGEST_BODY)), ()


def _parts(value: Any) -> tuple[tuple[str, Body], ...]:
    parts = []
    for n, part in enumerate(_list("parts", value, MOST_PARTS)):
        where = f"parts[{n}]"
        part = _object(where, part)
        heading = _tidy(f"{where}.heading", part.get("heading") or "", 200)
        html = _string(f"{where}.html", part.get("html"), LONGEST_BODY)
        parts.append((heading, Body("html", html)))
    return tuple(parts)


def _picture(value: Any) -> Picture | None:
    if not value and not isinstance(value, (bool, int, float)):
        return None
    facts = {"file": value} if isinstance(value, str) else _object("image", value)
    longest = {"file": 2000, "alt": 300, "caption": 500, "credit": 200, "licence": 100}
    texts = {
        name: _tidy(f"image.{name}", facts[name], most)
        for name, most in longest.items()
        if facts.get(name) is not None
    }
    if not texts.get("file"):
        raise Rejected("image.file", "missing")
    return Picture(**texts)


def _kind(value: dict, warnings: list[str]) -> str | None:
    kind = (_text(value, "kind", 50) or "").lower()
    if not kind or kind in Kind.values:
        return kind or None
    if kind not in KINDS:
        warnings.append(f"kind “{kind}” is unknown here: taken as an article")
    return KINDS.get(kind, Kind.ARTICLE.value)


def _language(value: dict, warnings: list[str]) -> str:
    """The site's own code for the language where it has one (`ko` for ko-KR), else the tag as given."""
    tag = _text(value, "language", 35)
    if not tag:
        return settings.LANGUAGE_CODE
    if not _LANGUAGE.match(tag):
        raise Rejected("language", f"“{tag}” is not a language tag (BCP 47)")
    ours = {code.lower(): code for code, _name in settings.LANGUAGES}
    found = ours.get(tag.lower()) or ours.get(tag.lower().split("-")[0])
    if not found:
        warnings.append(f"language {tag} is not among the site's languages")
    return found or tag
