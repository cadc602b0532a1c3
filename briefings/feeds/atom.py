"""Atom, RFC 4287."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from briefings.feeds.entries import Author, Entry, Feed
from briefings.feeds.xml import add, document

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # `updated` is required even of a feed without entries (§4.1.1)


def atom(feed: Feed) -> str:
    """The feed as a document. Its id is its own address (§4.2.6); an entry's is its permanent short link."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    add(root, "id", feed.address)
    add(root, "title", feed.title)
    if feed.about:
        add(root, "subtitle", feed.about)
    add(root, "updated", _time(feed.updated or _NEVER))
    add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _author(root, feed.publisher)
    for entry in feed.entries:
        _entry(root, entry)
    return document(root)


def _entry(root: Element, entry: Entry) -> None:
    node = add(root, "entry", xml__lang=entry.language)
    add(node, "id", entry.id)
    add(node, "title", entry.title)
    add(node, "link", rel="alternate", type="text/html", href=entry.url, hreflang=entry.language)
    add(node, "published", _time(entry.published))
    add(node, "updated", _time(entry.updated))
    for author in entry.authors:
        _author(node, author)
    for category in entry.categories:
        add(node, "category", term=category)
    for enclosure in entry.enclosures:
        size = {"length": str(enclosure.size)} if enclosure.size else {}
        add(
            node,
            "link",
            rel="enclosure",
            type=enclosure.media_type,
            href=enclosure.url,
            title=enclosure.title,
            **size,
        )
    if entry.summary:
        add(node, "summary", entry.summary)
    add(node, "content", entry.html, type="html")


def _author(parent: Element, author: Author) -> None:
    node = add(parent, "author")
    add(node, "name", author.name)
    if author.url:
        add(node, "uri", author.url)


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
