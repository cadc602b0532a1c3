"""The HTTP APIs of mail providers, on loopback: what they are asked, and how they break. What they do is in `providers`."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from newsroom.mail import PROVIDERS, mailers
from tests.subscriptions.sending import providers
from tests.subscriptions.sending.providers import Answer, Sent

KEY = "key-geheim"


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: object

    @property
    def key(self) -> str:
        """By which a provider knows that it has been asked before (Resend; Brevo)."""
        inside = self.body.get("headers", {}) if isinstance(self.body, dict) else {}
        return self.headers.get("Idempotency-Key", "") or inside.get("idempotencyKey", "")


@dataclass
class Drop:
    """Close the connection instead of answering; `taken`: having done what was asked."""

    taken: bool = False


@dataclass
class Api:
    """`requests` are all that came, `sent` the mails that were really sent. `answers` are asked with each request for a
    status and words, or Drop, in place of the usual."""

    requests: list[Request] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    answers: list = field(default_factory=list)
    known: dict[str, Answer] = field(default_factory=dict)  # answers by idempotency key

    def start(self) -> Api:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                api._answer(self, self.rfile.read(length))

            def log_message(self, *args) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def mailers(self, provider: str) -> dict:
        """As `EMAIL_URL` would have it, with less patience."""
        after = "mail.example.org" if provider == "mailgun" else ""
        secrets = ":".join([KEY] * len(PROVIDERS[provider][0]))
        url = f"{provider}://{secrets}@{after}?api={self.url}/{provider}"
        found = mailers(url, demo=False, data_dir=Path())["default"]
        return {"default": {**found, "OPTIONS": {**found["OPTIONS"], "timeout": 2}}}

    def recipients(self) -> list[str]:
        return sorted(one.to for one in self.sent)

    def _answer(self, handler, raw: bytes) -> None:
        request = Request(handler.path, dict(handler.headers), _read(handler.headers, raw))
        self.requests.append(request)
        said = next((said for answer in self.answers if (said := answer(request)) is not None), None)
        if isinstance(said, Drop):
            if said.taken:
                self.take(request)
            handler.close_connection = True
            handler.connection.close()
            return
        status, answer = said or self.take(request)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def take(self, request: Request) -> Answer:
        """Do what was asked for; once for each idempotency key."""
        provider = request.path.split("/")[1]
        if request.key in self.known:
            known = {"code": "duplicate_parameter", "message": "idempotencyKey was used before"}
            return (400, known) if provider == "brevo" else self.known[request.key]
        answer = providers.PROVIDERS[provider](request.body, self.sent)
        if request.key:
            self.known[request.key] = answer
        return answer


def _read(headers, raw: bytes) -> object:
    """JSON, or the fields of a form."""
    kind = headers["Content-Type"] or "application/json"  # Mandrill is told nothing of it
    if kind.startswith("application/json"):
        return json.loads(raw)
    if kind.startswith("multipart/"):
        form = email.message_from_bytes(
            b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw, policy=email.policy.HTTP
        )
        fields: dict[str, list[str]] = {}
        for part in form.iter_parts():
            fields.setdefault(part.get_param("name", header="Content-Disposition"), []).append(
                part.get_content()
            )
        return fields
    from urllib.parse import parse_qs

    return parse_qs(raw.decode(), keep_blank_values=True)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
