"""Where mail goes: `EMAIL_URL`, or the demo's mailbox, or the console."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EXPECTED = "EMAIL_URL is not smtp://user:password@host:port/?tls=1"


def mailbox(data_dir: Path) -> Path:
    """Where the demo keeps its mail."""
    return data_dir / "mailbox"


def mailers(url: str, *, demo: bool, data_dir: Path) -> dict:
    """Django's MAILERS setting for `smtp://user:password@host:port/?tls=1` (tls: STARTTLS, ssl: TLS from the start).

    Raises ImproperlyConfigured for an address that cannot be understood; the message repeats no password.
    """
    if not url and demo:
        options = {"path": str(mailbox(data_dir))}
        return {"default": {"BACKEND": "newsroom.demo_mailbox.backend.EmailBackend", "OPTIONS": options}}
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _smtp(url)}}


def _smtp(url: str) -> dict:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(EXPECTED) from None  # the error's own words may hold part of the password
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured(EXPECTED)
    asked = {name for name, values in parse_qs(parts.query).items() if values[-1] not in ("0", "false")}
    return {
        "host": parts.hostname,
        "port": port or (465 if "ssl" in asked else 587 if "tls" in asked else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": "tls" in asked,
        "use_ssl": "ssl" in asked,
        "timeout": 30,
    }
