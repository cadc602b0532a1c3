"""Addresses that editors copy from their browser."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.conf import settings


def own(text: str) -> SplitResult | None:
    """The parts of an address of this site, whole or without its host; None for one of another site, or of none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:  # such as https://[
        return None
    own_host = urlsplit(settings.SITE_URL).netloc.lower()
    return parts if parts.netloc.lower() in ("", own_host) else None
