"""Where mail goes: `EMAIL_URL`, or the demo's mailbox, or the console."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EXPECTED = "EMAIL_URL is not smtp://user:password@host:port/?tls=1, smtps://… or that of a provider, such as postmark://token@"
# What django-anymail calls a provider's secrets, in the order in which they stand before the @, and what stands after it.
PROVIDERS: dict[str, tuple[tuple[str, ...], str]] = {
    "brevo": (("api_key",), ""),
    "mailersend": (("api_token",), ""),
    "mailgun": (("api_key",), "sender_domain"),
    "mailjet": (("api_key", "secret_key"), ""),
    "mailtrap": (("api_token",), ""),
    "mandrill": (("api_key",), ""),
    "postal": (("api_key",), "api_url"),
    "postmark": (("server_token",), ""),
    "resend": (("api_key",), ""),
    "scaleway": (("secret_key", "project_id"), ""),
    "sendgrid": (("api_key",), ""),
    "sparkpost": (("api_key",), ""),
}
# Those that count openings and clicks unless each message says otherwise: nobody shall be followed.
FOLLOWING = {"mailersend", "mailgun", "mailjet", "mandrill", "postmark", "sendgrid", "sparkpost"}
MORE = {"api": "api_url", "stream": "message_stream", "region": "region", "subaccount": "subaccount"}


def mailbox(data_dir: Path) -> Path:
    """Where the demo keeps its mail."""
    return data_dir / "mailbox"


def mailers(url: str, *, demo: bool, data_dir: Path) -> dict:
    """Django's MAILERS setting for `smtp://user:password@host:port/?tls=1` (tls: STARTTLS, ssl: TLS from the start, which
    `smtps://` says too), or for a provider: `postmark://token@`, `mailgun://key@mail.example.org`, with `?api=https://…`
    where it is asked elsewhere than usual.

    Raises ImproperlyConfigured for an address that cannot be understood; the message repeats no password.
    """
    if not url and demo:
        options = {"path": str(mailbox(data_dir))}
        return {"default": {"BACKEND": "newsroom.demo_mailbox.backend.EmailBackend", "OPTIONS": options}}
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise ImproperlyConfigured(EXPECTED) from None  # the error's own words may hold part of the password
    if parts.scheme in PROVIDERS:
        backend = f"anymail.backends.{parts.scheme}.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": _provider(parts)}}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _smtp(parts)}}


def _smtp(parts: SplitResult) -> dict:
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(EXPECTED)
    asked = {name for name, values in parse_qs(parts.query).items() if values[-1] not in ("0", "false")}
    at_once = parts.scheme == "smtps" or "ssl" in asked
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if at_once else 587 if "tls" in asked else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": "tls" in asked and not at_once,
        "use_ssl": at_once,
        "timeout": 30,
    }


def _provider(parts: SplitResult) -> dict:
    secrets, after = PROVIDERS[parts.scheme]
    given = [unquote(one) for one in (parts.username, parts.password) if one]
    if len(given) != len(secrets):
        wanted = ":".join(secrets)
        raise ImproperlyConfigured(
            f"EMAIL_URL is not {parts.scheme}://{wanted}@{f'<{after}>' if after else ''}"
        )
    options = dict(zip(secrets, given, strict=True))
    if after and parts.hostname:
        options[after] = (
            f"https://{parts.netloc.rpartition('@')[2]}" if after == "api_url" else parts.hostname
        )
    for name, values in parse_qs(parts.query).items():
        if name not in MORE:
            raise ImproperlyConfigured(
                f"EMAIL_URL: {parts.scheme}:// knows no “{name}”, only {', '.join(MORE)}"
            )
        options[MORE[name]] = values[-1]
    if parts.scheme in FOLLOWING:
        options["send_defaults"] = {"track_clicks": False, "track_opens": False}
    return options
