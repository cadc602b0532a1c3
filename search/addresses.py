"""Addresses that editors copy from their browser, and what is on this site."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.conf import settings


def own(text: str) -> SplitResult | None:
    """The parts of an address of this site, whole or without its host; None for one of another site, or of none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:  # such as https://[
        return None
    return parts if of_this_host(parts) else None


def of_this_host(parts: SplitResult) -> bool:
    """Whether the host of an address is this site's, or not named."""
    return parts.netloc.lower() in ("", urlsplit(settings.SITE_URL).netloc.lower())
