"""`{% picture figure sizes="(min-width: 60rem) 40rem, 100vw" %}`: a picture in the sizes that are made of
it.

`figure` is a `content.Figure` or the dictionary form that listings carry (`publication.card.figure`);
nothing is read from the database. `crop="card"` shows the 3:2 crop, `eager=True` is for the one picture
above the fold. Until its sizes are made the original stands in for them; the class `picture-card` gives a
crop its shape in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django import template
from django.core.files.storage import default_storage

from briefings.content import Figure

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(
    figure: Figure | Mapping | None,
    sizes: str = "100vw",
    crop: str = "full",
    *,
    eager: bool = False,
    alt: str | None = None,
) -> dict:
    """What the component shows: nothing for None. `alt` replaces the picture's own ("" beside a heading
    that says it)."""
    if not figure:
        return {}
    shown = asdict(figure) if isinstance(figure, Figure) else figure
    made = shown.get("renditions", {}).get(crop) or []
    width, height = made[-1][:2] if made else (shown["width"], shown["height"])
    return {
        "source": default_storage.url(made[len(made) // 2][3] if made else shown["file"]),
        "webp": _srcset(made, 2),
        "jpeg": _srcset(made, 3),
        "width": width,
        "height": height,
        "alt": shown.get("alt", "") if alt is None else alt,
        "sizes": sizes,
        "crop": crop,
        "eager": eager,
    }


def _srcset(made: list, column: int) -> str:
    return ", ".join(f"{default_storage.url(size[column])} {size[0]}w" for size in made)
