"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from briefings.feeds.entries import Author, Enclosure, Entry, Feed

MEDIA_TYPE = "application/feed+json; charset=utf-8"


def json_feed(feed: Feed) -> str:
    """The feed as JSON text."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "description": feed.about,
        "language": feed.language,
        "authors": [_author(feed.publisher)],
    }
    filled = {**_filled(whole), "items": [_item(entry) for entry in feed.entries]}
    return json.dumps(filled, ensure_ascii=False, indent=1)


def _item(entry: Entry) -> dict:
    return _filled(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "image": entry.image,
            "date_published": _time(entry.published),
            "date_modified": _time(entry.updated),
            "authors": [_author(author) for author in entry.authors],
            "tags": entry.categories,
            "language": entry.language,
            "attachments": [_attachment(enclosure) for enclosure in entry.enclosures],
        }
    )


def _author(author: Author) -> dict:
    return _filled({"name": author.name, "url": author.url})


def _attachment(enclosure: Enclosure) -> dict:
    return _filled(
        {
            "url": enclosure.url,
            "mime_type": enclosure.media_type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.size,
        }
    )


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _filled(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if value}
