"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the whole site, of every kind and of every hub.

`sources` finds what a feed is of, `entries` turns publications into `Feed` and `Entry`, and each format is one function
of a `Feed`.
"""

from briefings.feeds.atom import atom
from briefings.feeds.entries import LENGTH, Entry, Feed
from briefings.feeds.json_feed import json_feed
from briefings.feeds.rss import rss
from briefings.feeds.sources import Source, find

__all__ = ["LENGTH", "Entry", "Feed", "Source", "atom", "find", "json_feed", "rss"]
