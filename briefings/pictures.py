"""The sizes of a picture as `components/picture.html` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.core.files.storage import default_storage

from briefings.content import Figure


def in_sizes(figure: Figure | Mapping, crop: str = "full") -> dict:
    """Addresses of what is made of a picture: `source`, `webp` and `jpeg` (for `srcset`), `width`, `height`, `alt`.

    `figure` is a `content.Figure` or the dictionary form that listings carry (`publication.card.figure`); nothing is
    read from the database. Until its sizes are made the original stands in for them; the class `picture-card` gives a
    crop its shape in any case.
    """
    shown = asdict(figure) if isinstance(figure, Figure) else figure
    made = shown.get("renditions", {}).get(crop) or []
    width, height = made[-1][:2] if made else (shown["width"], shown["height"])
    return {
        "source": default_storage.url(made[len(made) // 2][3] if made else shown["file"]),
        "webp": _srcset(made, 2),
        "jpeg": _srcset(made, 3),
        "width": width,
        "height": height,
        "alt": shown.get("alt", ""),
    }


def _srcset(made: list, column: int) -> str:
    return ", ".join(f"{default_storage.url(size[column])} {size[0]}w" for size in made)
