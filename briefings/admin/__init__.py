"""The back office of everything editorial. Importing the modules registers them with Django's admin."""

from briefings.admin import briefing, editions, formats, lookahead, media, people, redirects, sections, tags

__all__ = ["briefing", "editions", "formats", "lookahead", "media", "people", "redirects", "sections", "tags"]
