"""Links through the site's own short path, for lists that count clicks: `/l/<code>/` adds one and leads on.

A code stands for a link of a mailing, the same for every reader: what one person followed cannot be told. Previews,
tests and the page hold the real addresses; only what is frozen holds codes.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from html import escape, unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from subscriptions.host import absolute
from subscriptions.models import Link, Mailing
from subscriptions.sending.marks import MARKS
from subscriptions.sending.words import Words

_ANCHOR = re.compile(
    r'(<a\b(?:[^>"]|"[^"]*")*?\shref=")([^"]*)("(?:[^>"]|"[^"]*")*>)(.*?)(?=</a>)', re.DOTALL
)
_TAG, _ADDRESS = re.compile(r"<[^>]*>"), re.compile(r"https?://[^\s<>\"]+")
# Words that are an address themselves: leading elsewhere than they say is what swindlers do, and mail programs warn of it.
_SAYS_WHERE = re.compile(r"\s*(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?\s*\Z")
_NEVER = ("/unsubscribe/", "/preferences/", "/subscribe/")  # what a reader decides is nobody's number
_COUNT = "UPDATE subscriptions_link SET clicks = clicks + 1 WHERE code = %s RETURNING url"


def counted(mailing: Mailing, words: dict[str, Words]) -> dict[str, Words]:
    """`words` with their links led through codes, which are written; the same link has one code in all languages."""
    codes: dict[str, str] = {}
    led = {language: _led(said, codes) for language, said in words.items()}
    Link.objects.bulk_create(Link(mailing=mailing, code=code, url=url) for url, code in codes.items())
    return led


def uncounted(mailing: Mailing, text: str, *, html: bool) -> str:
    """A frozen `text` of `mailing`, HTML or plain, with the real addresses again."""
    real = {absolute(path_of(link.code)): link.url for link in mailing.links.all()}
    if not real:
        return text
    known = re.compile("|".join(map(re.escape, real)))
    return known.sub(lambda found: escape(real[found[0]]) if html else real[found[0]], text)


def follow(code: str, *, count: bool) -> str | None:
    """Where a code leads, and one click more if it is to `count`; None for one that nobody made."""
    if not count:
        return Link.objects.filter(code=code).values_list("url", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [code])
        found = cursor.fetchone()
    return found and found[0]


def path_of(code: str) -> str:
    return f"/l/{code}/"


def _led(said: Words, codes: dict[str, str]) -> Words:
    def lead(anchor: re.Match) -> str:
        before, href, after, inside = anchor.groups()
        url = unescape(href)
        if not _counts(url) or _SAYS_WHERE.match(unescape(_TAG.sub("", inside))):
            return anchor[0]
        return f"{before}{_through(codes, url)}{after}{inside}"

    def lead_plain(address: re.Match) -> str:
        url = address[0].rstrip(".,;:!?)]")
        return f"{_through(codes, url)}{address[0][len(url) :]}" if url in codes else address[0]

    html = _ANCHOR.sub(lead, said.html)  # first: the plain text follows what it found
    return replace(said, html=html, text=_ADDRESS.sub(lead_plain, said.text))


def _counts(url: str) -> bool:
    if not url.startswith(("http://", "https://")) or any(mark in url for mark in MARKS):
        return False
    ours = url.startswith(f"{settings.SITE_URL}/")
    return not (ours and urlsplit(url).path.startswith(_NEVER))


def _through(codes: dict[str, str], url: str) -> str:
    return absolute(path_of(codes.setdefault(url, secrets.token_urlsafe(8))))
