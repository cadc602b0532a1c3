"""Whole addresses for what leaves the site: feeds, citations, sitemaps, structured data.

They are made from the setting `SITE_URL` and never from the request, so a copy fetched under another host name still
says where the original is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from briefings.models.publication import Publication

# A start tag as the sanitiser and our templates write it: attributes in double quotes, “<” in text always escaped.
_START_TAG = re.compile(r'<[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z-]+(?:="[^"]*")?)*\s*/?>')
_ADDRESS = re.compile(r'(\s(?:href|src|cite)=")([^"]*)(")')
# What only a page of ours makes use of: other sizes of a picture, and when to load it.
_FOR_PAGES = re.compile(r'\s(?:srcset|sizes|loading)="[^"]*"')


def absolute(path: str) -> str:
    """`path` (percent-encoded, or already a whole address) as a whole address on this site."""
    if path.startswith("/") and not path.startswith("//"):  # most are, and parsing them takes its time
        return settings.SITE_URL + path
    return _joined(f"{settings.SITE_URL}/", path)


def of(publication: Publication) -> str:
    """The one address of a publication."""
    return settings.SITE_URL + publication.get_absolute_url()


def permanent(publication_id: int) -> str:
    """The short link, which survives a change of slug or date: the identity of an entry in feeds."""
    return f"{settings.SITE_URL}/p/{publication_id}"


def card(publication: Publication) -> str:
    """The path of the picture that stands for the piece where it is shared. A new version has a new one."""
    return f"/cards/{publication.pk}-{publication.version}.png"


@lru_cache(maxsize=8192)
def hub_address(name: str, slug: str) -> str:
    """`reverse`, remembered: pages need the same few addresses again and again."""
    return reverse(name, args=[slug])


def absolute_html(html: str, base: str) -> str:
    """Sanitised `html` with every link, picture and quotation source as a whole address; `base` is the page's own.
    Of a picture's sizes one remains."""

    def whole(match: re.Match) -> str:
        return f"{match[1]}{_joined(base, match[2])}{match[3]}"

    return _START_TAG.sub(lambda tag: _ADDRESS.sub(whole, _FOR_PAGES.sub("", tag[0])), html)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # “http://[” and the like: a writer's slip that no reader of feeds should pay for
        return address
