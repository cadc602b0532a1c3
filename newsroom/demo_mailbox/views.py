"""The demo's mailbox as pages: a list, and each mail as its reader would see it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom import mail

SHOWN = 200
# What a mail holds came from anywhere: it runs nothing, loads nothing, and has no part in the site's cookies.
SHUT_IN = "sandbox allow-popups; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"


def folder() -> Path:
    """Where the mails are. There is no mailbox but the demo's."""
    if not settings.DEMO:
        raise Http404
    return mail.mailbox(settings.DATA_DIR)


def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    mails = [
        {"name": file.name, "subject": message["subject"], "to": message["to"], "date": message["date"]}
        for file in sorted(folder().glob("*.eml"), reverse=True)[:SHOWN]
        for message in [_read(file)]
    ]
    return render(request, "newsroom/demo_mailbox/inbox.html", {"mails": mails})


def show(request: HttpRequest, name: str, form: str = "html") -> HttpResponse:
    """One mail: its HTML where it has any, its plain text, or its source with all headers."""
    file = folder() / name
    if file.suffix != ".eml" or file.parent != folder() or name.startswith(".") or not file.is_file():
        raise Http404
    if form == "source":
        content, kind = file.read_bytes().decode(errors="replace"), "text/plain"
    else:
        body = _read(file).get_body(("plain",) if form == "text" else ("html", "plain"))
        content, kind = (body.get_content(), body.get_content_type()) if body else ("", "text/plain")
    headers = {"Content-Security-Policy": SHUT_IN, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
