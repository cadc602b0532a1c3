"""RSS 2.0 with the modules that readers understand: atom (self link, updated), dc (creator), content (encoded)."""

from __future__ import annotations

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from briefings.feeds.entries import Entry, Feed
from briefings.feeds.xml import add, document

MEDIA_TYPE = "application/rss+xml; charset=utf-8"
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def rss(feed: Feed) -> str:
    """The feed as a document. Authors are `dc:creator`: RSS's own `author` must be an e-mail address."""
    root = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "atom:link", href=feed.address, rel="self", type="application/rss+xml")
    add(channel, "description", feed.about or feed.title)
    add(channel, "language", feed.language)
    if feed.updated:
        add(channel, "lastBuildDate", format_datetime(feed.updated))
    add(channel, "docs", "https://www.rssboard.org/rss-specification")
    for entry in feed.entries:
        _item(channel, entry)
    return document(root)


def _item(channel: Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="true")
    add(item, "pubDate", format_datetime(entry.published))
    add(item, "atom:updated", entry.updated.isoformat(timespec="seconds"))
    for author in entry.authors:
        add(item, "dc:creator", author.name)
    add(item, "dc:language", entry.language)
    for category in entry.categories:
        add(item, "category", category)
    add(item, "description", entry.summary)
    add(item, "content:encoded", entry.html)
    for enclosure in entry.enclosures[:1]:  # readers expect one at most; the others are linked in the text
        add(item, "enclosure", url=enclosure.url, length=str(enclosure.size), type=enclosure.media_type)
