"""`Content`: what a briefing says, as one immutable value.

Page, e-mail, feed, print, structured data, search entry, preview and diff are renderings of it. A version keeps it
as JSON (`to_json`, `from_json`); a draft yields it by `briefings.drafting.content_of`. Names and addresses of people,
series and topics are kept beside their ids, so an old version can be read on its own; `publishing` looks the ids up
again, so that a mended name shows everywhere.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property, lru_cache
from html import unescape

from django.conf import settings
from django.utils.translation import get_language

from briefings.sanitizing import CleanHTML

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_HANGUL = re.compile("[가-힣]+")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr|blockquote|figcaption|pre|dt|dd)>|<(?:br|hr)[^>]*>")
_TAG = re.compile(r"<[^>]*>")  # exact for what the sanitiser wrote: it escapes < and > everywhere else


@dataclass(frozen=True)
class Ref:
    """A person, organisation, series, channel, topic, region or tag as a content mentions it."""

    id: int
    name: str
    slug: str = ""
    names: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def name_in(self, language: str | None = None) -> str:
        """The name in `language` (the active one by default), or the plain name."""
        if not self.names:  # as most are; asking for the language takes longer than all the rest
            return self.name
        language = language or get_language() or settings.LANGUAGE_CODE
        return self.names.get(language) or self.names.get(language.split("-")[0]) or self.name


@dataclass(frozen=True)
class Part:
    """One part: `key` names it in searches, `heading` is shown above it, `html` has passed the sanitiser."""

    key: str
    heading: str
    html: str
    kind: str = "prose"

    @cached_property
    def text(self) -> str:
        """The body as plain text: a line for each block."""
        text = self.html.replace("<p>", "").replace("</p>", "\n")  # mostly all there is
        if "<" in text:
            text = _TAG.sub("", _BLOCK_END.sub("\n", text))
        text = _unescape(text)
        lines = text.split("\n")
        # Seldom, and taking every line apart takes long. Of all white space a space alone is printable.
        if "  " in text or not text.replace("\n", "").isprintable():
            lines = [" ".join(line.split()) for line in lines]
        return "\n".join(filter(None, map(str.strip, lines)))

    @property
    def body(self) -> CleanHTML:
        """The body for a template: it passed the sanitiser when the content was taken from the draft."""
        return CleanHTML(self.html)

    @cached_property
    def words(self) -> int:
        return len(_WORD.findall(self.text))


@dataclass(frozen=True)
class Credit:
    """Who did what: `kind` is person, organisation or series."""

    role: str
    kind: str
    to: Ref


@dataclass(frozen=True)
class Figure:
    """A picture with everything that has to stand beside it; `renditions` as in models/media.py.

    `own_alt` and `own_caption`: whether the words are this piece's, in place of the picture's. Versions from before
    this was recorded do not say; their words stay.
    """

    id: int
    file: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    credit_url: str = ""
    licence: str = ""
    focal: tuple[float, float] = (0.5, 0.5)
    renditions: dict[str, list] = field(default_factory=dict)
    own_alt: bool = True
    own_caption: bool = True


@dataclass(frozen=True)
class Attachment:
    """A document: `size` in bytes, `pages` None where unknown."""

    id: int
    title: str
    url: str
    size: int
    pages: int | None = None
    language: str = "en"


@dataclass(frozen=True)
class Content:
    kind: str
    title: str
    language: str
    dek: str = ""
    summary: str = ""
    format: str = ""
    parts: tuple[Part, ...] = ()
    credits: tuple[Credit, ...] = ()
    figure: Figure | None = None
    documents: tuple[Attachment, ...] = ()
    channel: Ref | None = None
    series: Ref | None = None
    topics: tuple[Ref, ...] = ()
    regions: tuple[Ref, ...] = ()
    tags: tuple[Ref, ...] = ()
    media_url: str = ""
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""

    def to_json(self) -> dict:
        """A JSON-ready dictionary without the empty fields; `from_json` is its inverse."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, (), [], {})}

    @classmethod
    def from_json(cls, stored: dict) -> Content:
        """The content kept as `stored`. Unknown keys are ignored, so that older code reads newer versions."""
        known = {name: value for name, value in stored.items() if name in _FIELDS}
        for name in _MEMBERS.keys() & known.keys():
            if known[name]:
                known[name] = _MEMBERS[name](known[name])
        return cls(**known)

    def credited(self, *roles: str) -> list[Ref]:
        """Those credited in any of `roles`, in the editor's order."""
        return [credit.to for credit in self.credits if credit.role in roles]

    @cached_property
    def text(self) -> str:
        """All parts as plain text, headings included."""
        return "\n\n".join(filter(None, (f"{part.heading}\n{part.text}".strip() for part in self.parts)))

    @property
    def words(self) -> int:
        return sum(part.words for part in self.parts)

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least 1: 230 words or 500 Hangul syllables a minute."""
        hangul = sum(len(run) for part in self.parts for run in _HANGUL.findall(part.text))
        words = self.words
        return max(1, round(hangul / 500 if hangul > 2 * words else words / 230))

    @cached_property
    def description(self) -> str:
        """One or two sentences for cards, feeds and search engines."""
        if self.summary or self.dek:
            return self.summary or self.dek
        text = next((part.text for part in self.parts if part.text), "").replace("\n", " ")
        return text if len(text) <= 240 else text[:239].rpartition(" ")[0] + "…"


def _unescape(text: str) -> str:
    return unescape(text).replace("\xa0", " ")


def _ref(stored: dict) -> Ref:
    if stored.get("names"):
        return Ref(**stored)
    return _plain_ref(stored["id"], stored["name"], stored.get("slug", ""), stored.get("url", ""))


@lru_cache(maxsize=4096)
def _plain_ref(pk: int, name: str, slug: str, url: str) -> Ref:
    """What nearly every content mentions, once for them all."""
    return Ref(pk, name, slug, url=url)


def _credit(stored: dict) -> Credit:
    return Credit(stored["role"], stored["kind"], _ref(stored["to"]))


def _figure(stored: dict) -> Figure:
    return Figure(**{**stored, "focal": tuple(stored.get("focal", (0.5, 0.5)))})


def _refs(stored: list[dict]) -> tuple[Ref, ...]:
    return tuple(map(_ref, stored))


_FIELDS = frozenset(field.name for field in fields(Content))
_MEMBERS = {
    "parts": lambda stored: tuple(Part(**part) for part in stored),
    "credits": lambda stored: tuple(_credit(credit) for credit in stored),
    "figure": _figure,
    "documents": lambda stored: tuple(Attachment(**document) for document in stored),
    "channel": _ref,
    "series": _ref,
    "topics": _refs,
    "regions": _refs,
    "tags": _refs,
}
