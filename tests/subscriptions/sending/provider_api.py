"""The HTTP APIs of three mail providers, on loopback: what they take, what they answer, and how they break."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from newsroom.mail import mailers

KEY = "key-geheim"


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: object

    @property
    def key(self) -> str:
        return self.headers.get("Idempotency-Key", "")


@dataclass
class Drop:
    """Close the connection instead of answering; `taken`: having done what was asked."""

    taken: bool = False


@dataclass
class Api:
    """`requests` are all that came, `sent` the mails that were really sent: recipient, links in the text. `answers` are
    asked with each request for a status and words, or Drop, in place of the usual."""

    requests: list[Request] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    answers: list = field(default_factory=list)
    known: dict[str, bytes] = field(default_factory=dict)  # answers by idempotency key

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
        url = f"{provider}://{KEY}@{after}?api={self.url}/{provider}"
        found = mailers(url, demo=False, data_dir=Path())["default"]
        return {"default": {**found, "OPTIONS": {**found["OPTIONS"], "timeout": 2}}}

    def recipients(self) -> list[str]:
        return sorted(one for one, _text in self.sent)

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
        status, answer = said or (200, self.take(request))
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def take(self, request: Request) -> object:
        """Send what was asked for; once for each idempotency key."""
        if request.key in self.known:
            return self.known[request.key]
        take = {"postmark": self._postmark, "mailgun": self._mailgun, "resend": self._resend}
        answer = take[request.path.split("/")[1]](request)
        if request.key:
            self.known[request.key] = json.dumps(answer).encode()
        return answer

    def _postmark(self, request: Request) -> object:
        def one(message: dict) -> dict:
            if message["To"].startswith("inactive"):
                words = (
                    f"Found inactive addresses: {message['To']}.\n Inactive recipients are ones that bounced."
                )
                return {"ErrorCode": 406, "Message": words}
            self.sent.append((message["To"], message["HtmlBody"]))
            return {"ErrorCode": 0, "Message": "OK", "To": message["To"], "MessageID": f"pm-{len(self.sent)}"}

        return [one(each) for each in request.body] if isinstance(request.body, list) else one(request.body)

    def _mailgun(self, request: Request) -> dict:
        variables = json.loads(request.body.get("recipient-variables", ["{}"])[0])
        for to in request.body["to"]:
            html = request.body["html"][0]
            for name, value in variables.get(to, {}).items():
                html = html.replace(f"%recipient.{name}%", str(value))
            self.sent.append((to, html))
        return {"id": f"<mg-{len(self.sent)}>", "message": "Queued. Thank you."}

    def _resend(self, request: Request) -> dict:
        def one(message: dict) -> dict:
            self.sent.append((message["to"][0], message["html"]))
            return {"id": f"re-{len(self.sent)}"}

        return (
            {"data": [one(each) for each in request.body]}
            if isinstance(request.body, list)
            else one(request.body)
        )


def _read(headers, raw: bytes) -> object:
    """JSON, or the fields of a form."""
    kind = headers["Content-Type"]
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
