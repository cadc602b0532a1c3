"""Read settings from environment variables, with an error that names the variable (docs/operations.md lists them)."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding white space, or `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """True for 1, true, yes, on; False for unset, 0, false, no, off; anything else is refused."""
    value = text(name, "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither on (1) nor off (0)")


def whole_number(name: str, default: int, least: int = 1) -> int:
    """A whole number not below `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of at least {least}")
    return int(value)


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def rates(name: str) -> dict[str, float]:
    """`gmail.com=20, naver.com=0.5` as numbers above zero by name."""
    found = {}
    for word in words(name):
        key, _equals, value = word.partition("=")
        try:
            found[key.strip().lower()] = float(value)
        except ValueError:
            found[key.strip().lower()] = 0.0
        if not 0 < found[key.strip().lower()] < 1e6:
            raise ImproperlyConfigured(f"{name}: {word!r} is not like gmail.com=20")
    return found


def database(url: str) -> dict:
    """Django's settings for one PostgreSQL address (a libpq URL or connection string).

    Raises ImproperlyConfigured when libpq cannot read it; the message never repeats a password.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:  # its own words may hold part of the password
        raise ImproperlyConfigured("DATABASE_URL is not a PostgreSQL address (postgresql://…)") from None
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings = {django: str(parts.pop(libpq, "")) for libpq, django in named.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **settings,
        "OPTIONS": {"connect_timeout": "10", **parts},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def kept_secret(path: Path) -> str:
    """A random secret made once and kept in `path`, readable by its owner only.

    For the demo and for work on one machine; two processes starting together agree on one secret.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
