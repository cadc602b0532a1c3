"""References inside texts: links to things of ours, and pictures of the library, kept by what they mean.

A text keeps `<a data-ref="publication:12" href="/p/12">` and `<figure data-image="7" data-alt="own words">` with a
caption of its own, if it has one. `mentions.py` puts present addresses and pictures in their place when the
public row is written, and a job writes it anew when one of them changes. The address in a stored link is the permanent
one, so that it leads on wherever nobody looked it up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

LINKED = ("publication", "person", "series", "topic")
IMAGE = "image"
_NUMBER = "[1-9][0-9]{0,17}"
_WRITTEN = re.compile(f"({'|'.join(LINKED)}):({_NUMBER})")
_IMAGE_NUMBER = re.compile(_NUMBER)
_TAG = re.compile(r'<(?:a|figure)\s(?:[^>"]|"[^"]*")*>')  # the sanitiser escapes < and > in values
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_LINK = re.compile(r'<a data-ref="([a-z]+):([0-9]+)" href="[^"]*">(.*?)</a>', re.DOTALL)
_FIGURE = re.compile(
    r'<figure data-image="([0-9]+)"(?: data-alt="([^"]*)")?>((?:(?!<figure).)*?)</figure>', re.DOTALL
)
_CAPTION = re.compile(r"<figcaption>((?:(?!<figcaption).)*?)</figcaption>", re.DOTALL)


def permanent(kind: str, pk: int | str) -> str:
    """The path that leads to a thing wherever it stands: `/p/12`, `/p/person/7`."""
    return f"/p/{pk}" if kind == "publication" else f"/p/{kind}/{pk}"


def is_reference(value: str) -> bool:
    """Whether `value` may stand in `data-ref`."""
    return bool(_WRITTEN.fullmatch(value))


def is_image(value: str) -> bool:
    """Whether `value` may stand in `data-image`."""
    return bool(_IMAGE_NUMBER.fullmatch(value))


def regular(html: str) -> str:
    """Sanitised `html`, its references in their one form: a link that says what it means leads nowhere else."""
    if "data-ref=" not in html and "data-image=" not in html and "data-alt=" not in html:
        return html
    return _TAG.sub(lambda tag: _regular(tag[0]), html)


def _regular(tag: str) -> str:
    said = dict(_ATTRIBUTE.findall(tag))
    if "data-ref" in said:
        return f'<a data-ref="{said["data-ref"]}" href="{permanent(*said["data-ref"].split(":"))}">'
    if tag.startswith("<figure"):
        if "data-image" not in said:
            return "<figure>"
        alt = f' data-alt="{said["data-alt"]}"' if said.get("data-alt", "").strip() else ""
        return f'<figure data-image="{said["data-image"]}"{alt}>'
    return tag


def found_in(html: str) -> Iterator[tuple[str, int]]:
    """What sanitised `html` refers to: kind (one of `LINKED`, or `IMAGE`) and id."""
    if "data-ref=" in html:
        yield from ((link[1], int(link[2])) for link in _LINK.finditer(html))
    if "data-image=" in html:
        yield from ((IMAGE, int(figure[1])) for figure in _FIGURE.finditer(html))


def all_in(texts: Iterable[str]) -> list[str]:
    """What `texts` refer to, as `Publication.refers` keeps it: `["image:7", "publication:12"]`."""
    return sorted({key(*found) for html in texts for found in found_in(html)})


def key(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def figures_in(html: str) -> Iterator[tuple[int, str]]:
    """The pictures of `html`: the id, and the alternative text that this text has for it, still escaped."""
    if "data-image=" in html:
        yield from ((int(figure[1]), figure[2] or "") for figure in _FIGURE.finditer(html))


def resolved(
    html: str, address: Callable[[str, int], str | None], figure: Callable[[int, str, str], str]
) -> str:
    """`html` as readers get it. `address` says where a thing is now, None for what readers cannot see: of such a link
    its words remain. `figure` makes HTML of a picture's id, alternative text and caption, which are HTML already."""
    if "data-ref=" in html:
        html = _LINK.sub(lambda link: _linked(link, address(link[1], int(link[2]))), html)
    if "data-image=" in html:
        html = _FIGURE.sub(lambda found: figure(int(found[1]), found[2] or "", _caption(found[3])), html)
    return html


def _linked(link: re.Match, address: str | None) -> str:
    return f'<a href="{address}">{link[3]}</a>' if address else link[3]


def _caption(inside: str) -> str:
    caption = _CAPTION.search(inside)
    return caption[1].strip() if caption else ""
