"""Links that pass a publication on. Plain addresses: no script, no counter, nothing loaded from elsewhere."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext as _


class Share(NamedTuple):
    name: str
    url: str


def links(title: str, url: str) -> list[Share]:
    """Where readers pass things on; `url` is the whole address to share."""
    where, what = quote(url, safe=""), quote(title, safe="")
    return [
        Share(_("E-mail"), f"mailto:?subject={what}&body={where}"),
        Share("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={where}"),
        Share("X", f"https://x.com/intent/post?text={what}&url={where}"),
        Share("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={where}"),
        Share("Bluesky", f"https://bsky.app/intent/compose?text={what}%20{where}"),
        Share("Naver", f"https://share.naver.com/web/shareView?url={where}&title={what}"),
    ]
