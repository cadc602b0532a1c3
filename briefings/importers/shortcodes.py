"""Template machinery in old texts: Hugo (`{{< … >}}`), Jekyll, Liquid and Nunjucks (`{% … %}`, `{{ … }}`).

`mark` replaces each by a mark that survives Markdown and HTML parsing; where the text is built again, `Marks` says
what stood there: what a reader could read or follow (alternative text, caption, label, address), or, in code
samples, the very source. Inside an address the address it names is put in at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

_MACHINERY = re.compile(
    r"\{\{[<%](?P<hugo>(?:[^{}\n]|\n(?!\s*\n)|[{}](?!\})){0,3000}?)[>%]\}\}"
    r"|\{%(?P<tag>(?:[^%\n]|\n(?!\s*\n)|%(?!\})){0,3000}?)%\}"
    r"|\{\{(?P<output>[^{}\n`]{0,1000})\}\}"
    r"|(?P<attributes>\{:[^{}\n]{0,300}\}|\{[.#][\w-]+\}(?=\s*$))",
    re.MULTILINE,
)
_IN_ADDRESS = re.compile(
    r"""(?:\]\(<?|\b(?:href|src|cite)\s*=\s*["']?|^\s*\[[^\]\n]+\]:\s*)[^\s)"'<>]*\Z""", re.MULTILINE
)
_ARGUMENT = re.compile(
    r"""(?:([\w-]+)\s*[:=]\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|([^\s,|]+))"""
)
_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)\Z", re.IGNORECASE)
_PATH = re.compile(r"(?:[a-z]+:)?//\S+\Z|/\S*\Z|[^\s/]+(?:/[^\s/]+)+/?\Z|\S+\.\w{2,5}\Z", re.IGNORECASE)
_VARIABLE = re.compile(
    r"\s*(?:site|page|post|layout|include|content|params?)\b[\w.]*\s*\Z|\s*\w*(?:_url|url|image)\s*\Z"
)
_TARGETS = ("href", "url", "link", "src", "image", "file", "video", "path")
_READABLE = (
    "title heading headline kicker label text quote intro prompt content alt caption subtitle note "
    "description summary cite credit author byline name cta button-text"
).split()
_EMBEDDED = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "tweet": "https://twitter.com/i/web/status/",
    "instagram": "https://www.instagram.com/p/",
}
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_SILENT = {
    "raw",
    "endraw",
    "comment",
    "endcomment",
    "assign",
    "set",
    "if",
    "endif",
    "for",
    "endfor",
    "import",
}


@dataclass(frozen=True)
class Shown:
    """What a reader gets of one piece of machinery: `kind` is text, link or picture."""

    kind: str
    text: str
    target: str = ""


@dataclass
class Marks:
    """Everything that was marked in one text, by the number in its mark."""

    sources: list[str] = field(default_factory=list)
    shown: list[list[Shown]] = field(default_factory=list)

    def add(self, source: str, shown: list[Shown]) -> str:
        self.sources.append(source)
        self.shown.append(shown)
        return f"\ufdd0{len(self.sources) - 1}\ufdd1"

    def split(self, text: str) -> list[str | int]:
        """`text` cut at its marks: texts, and between them the numbers of marks."""
        return [int(piece) if n % 2 else piece for n, piece in enumerate(_MARK.split(text))]

    def in_code(self, text: str) -> str:
        """`text` with the source of each piece of machinery in its place again."""
        return _MARK.sub(lambda mark: self.sources[int(mark[1])], text)

    def in_attributes(self, text: str) -> str:
        """`text` of attributes with what a reader could read of each piece, escaped."""
        return _MARK.sub(lambda mark: escape(" ".join(one.text for one in self.shown[int(mark[1])])), text)


def mark(source: str) -> tuple[str, Marks]:
    """`source` with marks instead of machinery, and what they stand for."""
    marks = Marks()
    if "{" not in source:
        return source, marks

    def replaced(found: re.Match) -> str:
        if found["output"] is not None and not _is_machinery(found["output"]):
            return found[0]
        before = found.string[max(0, found.start() - 300) : found.start()]
        if found["attributes"] is None and _IN_ADDRESS.search(before):
            return _address(found)
        source = "" if _RAW.match(found[0]) else found[0]
        return marks.add(source, [] if found["attributes"] is not None else _shown(found))

    return _MACHINERY.sub(replaced, source), marks


def _is_machinery(expression: str) -> bool:
    """Whether `{{ expression }}` is a template's: a quoted value or a variable of the site, not words in braces."""
    return expression.lstrip()[:1] in {'"', "'"} or bool(_VARIABLE.match(expression))


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """Positional and named arguments; of the positional ones only quoted values."""
    positional, named = [], {}
    for name, double, single, back, bare in _ARGUMENT.findall(text):
        value = double or single or back
        value = re.sub(r"\\(.)", r"\1", value) if value else bare
        if name:
            named[name.lower()] = value.strip()
        elif value and not bare:
            positional.append(value.strip())
    return positional, named


def _read(found: re.Match) -> tuple[str, list[str], dict[str, str]]:
    if found["output"] is not None:
        return "", *_arguments(found["output"])
    name, _space, rest = (found["hugo"] or found["tag"] or "").strip().strip("-/* ").partition(" ")
    return name.strip().lower(), *_arguments(rest)


def _address(found: re.Match) -> str:
    """What the machinery contributes to an address: the path it names, or nothing."""
    name, positional, named = _read(found)
    value = next(iter([*positional, *(named[key] for key in _TARGETS if key in named)]), "")
    if name in {"ref", "relref", "link", "tmp", "post_url"}:
        value = re.sub(r"(?:/_?index)?\.md\b", "/", value)
        value = value if ":" in value or value.startswith("/") else f"/{value}"
    return value.replace(" ", "%20")


def _shown(found: re.Match) -> list[Shown]:
    name, positional, named = _read(found)
    if name in _SILENT:
        return []
    if name in _EMBEDDED:
        address = named.get("id") or next(iter(positional), "") or found["hugo"].split()[-1]
        target = address if "//" in address else _EMBEDDED[name] + address
        return [Shown("link", named.get("title") or target, target)]
    target = next((named[key] for key in _TARGETS if named.get(key)), "")
    target = target or next((value for value in positional if _PATH.match(value)), "")
    texts = [named[key] for key in _READABLE if named.get(key)]
    texts += [
        value
        for key, value in named.items()
        if key not in (*_READABLE, *_TARGETS, "class", "style") and " " in value
    ]
    texts += [value for value in positional if value != target and (" " in value or not (name or target))]
    return _composed(name, target, list(dict.fromkeys(texts)), named.get("alt"))


def _composed(name: str, target: str, texts: list[str], alt: str | None) -> list[Shown]:
    if _PICTURE.search(target) or (target and re.search(r"im(?:g|age)|figure|photo", name)):
        alt = alt or next(iter(texts), "")
        return [Shown("picture", alt, target), *(Shown("text", text) for text in texts if text != alt)]
    if target:
        label, *more = texts or [target]
        return [Shown("link", label, target), *(Shown("text", text) for text in more)]
    return [Shown("text", text) for text in texts]
