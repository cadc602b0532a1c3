"""What callers hand to the index: one `Entry` a thing that can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language


@dataclass(frozen=True)
class Passage:
    """A stretch of an entry's text that a hit can name: a part under a heading, or a page of a document.

    `part` is the key for `in:<part>`, empty where the stretch has no name of its own. Of a document's page, `page` is
    its number from 1, `heading` the document's title and `url` where to read it.
    """

    text: str
    part: str = ""
    heading: str = ""
    page: int = 0
    url: str = ""


@dataclass(frozen=True)
class Value:
    """A value of a facet: `key` stands in addresses, `label` (in `labels` by language) is shown."""

    facet: str
    key: str
    label: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def in_language(self) -> str:
        """The label in the active language."""
        return self.labels.get((get_language() or "").split("-")[0]) or self.label or self.key


@dataclass(frozen=True)
class Entry:
    """One thing to find. `source` and `key` name it; `shown` is given back as it is with every hit.

    `about` is text that says what the entry is about without standing in a passage: summary, byline, subjects.
    `weight` orders entries beside the counted ones that have the words in their titles alike: the heavier first.
    """

    source: str
    key: int
    title: str
    language: str
    published: datetime | None
    passages: tuple[Passage, ...] = ()
    about: str = ""
    facets: tuple[Value, ...] = ()
    shown: dict = field(default_factory=dict)
    weight: int = 0


@dataclass(frozen=True)
class Source:
    """Where a rebuild gets its entries. `keys` yields the key of every entry, `some` the entries of the given keys that
    should be found now; `count` says how many there are. `exists` tells whether a facet
    has a value at all, with or without entries; `hub` gives the address of a facet value's own page, or nothing;
    `parts` the keys of the parts that have a heading of this name, or one that begins so, in any language; `present` the
    address that another one of an entry, such as a permanent one, leads to, or nothing."""

    name: str
    keys: Callable[[], Iterator[int]]
    some: Callable[[Iterable[int]], Iterator[Entry]]
    count: Callable[[], int]
    exists: Callable[[str, str], bool] = lambda facet, key: False
    hub: Callable[[str, str], str] = lambda facet, key: ""
    parts: Callable[[str], Iterable[str]] = lambda name: ()
    present: Callable[[str], str] = lambda path: ""


@dataclass(frozen=True, kw_only=True)
class AsideSource(Source):
    """A source whose entries are no part of what is counted: they stand beside it, in an index of their own
    (`indexing/asides.py`). `kind` gives the value of the facet “kind” that asks for them."""

    kind: Callable[[], Value]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make `source` known to rebuilds; once, when the app that owns it is ready."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """Those whose entries are counted."""
    return [source for source in _sources.values() if not isinstance(source, AsideSource)]


def asides() -> list[AsideSource]:
    """Those whose entries stand beside the counted ones."""
    return [source for source in _sources.values() if isinstance(source, AsideSource)]


def source(name: str) -> Source:
    """The source of that name; KeyError where there is none."""
    return _sources[name]


def exists(facet: str, key: str) -> bool:
    """Whether any source knows this value of a facet."""
    if facet == "kind" and any(key == source.kind().key for source in asides()):
        return True
    return any(source.exists(facet, key) for source in sources())


def hub(facet: str, key: str) -> str:
    """The address of a facet value's own page, empty where it has none."""
    return next(filter(None, (source.hub(facet, key) for source in sources())), "")


def parts(name: str) -> set[str]:
    """The keys of the parts that any source calls so."""
    return {key for source in sources() for key in source.parts(name)}


def present(path: str) -> str:
    """The address that `path` leads to; `path` itself where no source knows of another."""
    return next(filter(None, (source.present(path) for source in sources())), path)
