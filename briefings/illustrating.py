"""A picture inside a text as readers get it: in several sizes on a page, in one elsewhere, with its caption and credit."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from briefings.content import Figure

_USUAL = 960  # pixels: what is shown where only one size can be offered
_SIZES = "(min-width: 48rem) 44rem, 100vw"


def html(figure: Figure, alt: str = "", caption: str = "") -> SafeString:
    """`figure` as an element. `alt` and `caption` are HTML and stand in place of the picture's own words."""
    words = mark_safe(caption) if caption else figure.caption  # it passed the sanitiser
    lines = [line for line in (words, _credit(figure)) if line]
    below = format_html(
        "<figcaption>{}</figcaption>", format_html_join(" ", "{}", ((line,) for line in lines))
    )
    return format_html("<figure>{}{}</figure>", _img(figure, alt), below if lines else "")


def _img(figure: Figure, alt: str) -> SafeString:
    made = figure.renditions.get("full") or [[figure.width, figure.height, "", figure.file]]
    width, height, _webp, name = ([size for size in made if size[0] <= _USUAL] or made[:1])[-1]
    offered = ", ".join(f"{default_storage.url(size[3])} {size[0]}w" for size in made)
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        default_storage.url(name),
        offered,
        _SIZES,
        width,
        height,
        mark_safe(alt or escape(figure.alt)),  # it passed the sanitiser, which escapes
    )


def _credit(figure: Figure) -> SafeString | str:
    if not figure.credit:
        return ""
    name = figure.credit
    if figure.credit_url:
        name = format_html('<a href="{}">{}</a>', figure.credit_url, figure.credit)
    return format_html("<small>{}{}</small>", name, f", {figure.licence}" if figure.licence else "")
