"""Links: those on this site lead to something that readers can see, none leads where only we can go."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from briefings.editions.preflight.addresses import leads_somewhere
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error

_LINK = re.compile(r'<a\b(?:[^>"]|"[^"]*")*?\shref="([^"]*)"')
_OURS_ALONE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".test", ".invalid", ".home.arpa")


def lead_somewhere(look: Look) -> Iterator[Problem]:
    """One problem for each text and address."""
    for text in look.texts:
        for address in dict.fromkeys(map(unescape, _LINK.findall(text.html))):
            named = {"address": address, "where": text.name}
            if is_private(address):
                said = _("Readers cannot follow this link: %(address)s, in %(where)s.")
                yield error("private-link", said % named, text.link)
            elif is_broken(address, look):
                said = _("This link leads nowhere: %(address)s, in %(where)s.")
                yield error("broken-link", said % named, text.link)


def is_private(address: str) -> bool:
    """Whether it leads to the back office, a preview, or a machine that only we can reach."""
    parts = _parts(address)
    if parts is None or parts.scheme not in ("", "http", "https"):
        return False
    if _is_here(parts):
        return parts.path.startswith((reverse("admin:index"), "/demo/")) or "preview" in parts.query
    name = (parts.hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name == "localhost" or name.endswith(_OURS_ALONE)


def is_broken(address: str, look: Look) -> bool:
    """Whether it cannot be an address, or is one on this site where nothing is."""
    parts = _parts(address)
    if parts is None or not address:
        return True
    if parts.scheme and not parts.netloc:  # mailto and the like
        return not parts.path
    if not _is_here(parts):
        return not parts.hostname
    if not parts.path and not parts.netloc:  # within the text, or a query of nothing
        return not parts.fragment
    path = unquote(parts.path) or "/"
    if not path.startswith("/"):
        return True  # from a mail, nobody knows where it begins
    own = unquote(look.edition.get_absolute_url())
    return path != own and not leads_somewhere(path, parts.query, look.site)


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _is_here(parts: SplitResult) -> bool:
    if parts.scheme and not parts.netloc:
        return False
    return not parts.netloc or parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()
