from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

SHOWN = 200


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mailbox"


def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demo."""
    mails = [
        {"name": file.name, "subject": mail["subject"], "to": mail["to"], "date": mail["date"]}
        for file in sorted(folder().glob("*.eml"), reverse=True)[:SHOWN]
        for mail in [_read(file)]
    ]
    return render(request, "newsroom/demo_mailbox/inbox.html", {"mails": mails})


def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail's HTML (or plain text), shut in a sandbox of its own."""
    file = folder() / name
    if "/" in name or not name.endswith(".eml") or name.startswith(".") or not file.is_file():
        raise Http404
    body = _read(file).get_body(("html", "plain"))
    response = HttpResponse(body.get_content(), content_type=f"{body.get_content_type()}; charset=utf-8")
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-popups; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
    )
    return response


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
