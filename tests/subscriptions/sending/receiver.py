"""A mail server that misbehaves on request, and keeps a line for each message it takes, before it says so.

In a process of its own: `python -m tests.subscriptions.sending.receiver PORT FILE SECONDS`.
"""

from __future__ import annotations

import re
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_ID = re.compile(rb"(?im)^message-id:\s*(\S+)")


class Drop(Exception):
    """Close the connection without a word."""


class Receiver(socketserver.ThreadingTCPServer):
    """`answers` are asked, with a stage and its argument, for what to reply in place of 250: stages are connect, ehlo,
    auth, mail, rcpt, data, end. One that returns None lets it pass; it may sleep, or raise Drop. `offers` stand in the
    reply to EHLO. With `tls` it speaks that from the start, or from STARTTLS on where it offers it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, port: int = 0, log: Path | None = None, offers: tuple[str, ...] = ("PIPELINING", "8BITMIME")
    ):
        super().__init__(("127.0.0.1", port), _Session)
        self.offers = offers
        self.tls: ssl.SSLContext | None = None
        self.answers: list[Callable[[str, str], str | None]] = []
        self.taken: list[tuple[str, str]] = []  # recipient, Message-ID
        self.most_at_once = self.at_once = 0
        self.commands: list[str] = []
        self._log = log.open("ab", buffering=0) if log else None
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def mailers(self) -> dict:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 2}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def get_request(self):
        connection, address = super().get_request()
        at_once = self.tls is not None and "STARTTLS" not in self.offers
        return (self.tls.wrap_socket(connection, server_side=True) if at_once else connection), address

    def handle_error(self, request, client_address) -> None:
        pass  # who does not trust our certificate goes away in the middle of the handshake

    def start(self) -> Receiver:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def take(self, recipient: str, content: bytes) -> None:
        found = _ID.search(content)
        name = found[1].decode() if found else ""
        with self._lock:
            self.taken.append((recipient, name))
            if self._log:
                self._log.write(f"{recipient} {name}\n".encode())

    def count(self, change: int) -> None:
        with self._lock:
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)

    def reply(self, stage: str, argument: str = "", usual: str = "250 OK") -> str:
        self.commands.append(stage)
        for answer in self.answers:
            said = answer(stage, argument)
            if said is not None:
                return said
        return usual


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    server: Receiver

    def handle(self) -> None:
        self.server.count(1)
        try:
            if self._say(self.server.reply("connect", usual="220 ready")).startswith("220"):
                self._talk()
        except (Drop, OSError):
            pass
        finally:
            self.server.count(-1)

    def _talk(self) -> None:
        recipient = ""
        while line := self.rfile.readline():
            verb, argument = line[:4].upper(), line[4:].decode().strip()
            if verb == b"EHLO":
                self._ehlo()
            elif verb == b"STAR":
                self._start_tls()
            elif verb == b"AUTH":
                self._say(self.server.reply("auth", argument, "235 2.7.0 welcome"))
            elif verb == b"MAIL":
                recipient = ""
                accepted = self._say(self.server.reply("mail", argument)).startswith("2")
            elif verb == b"RCPT":
                said = self.server.reply("rcpt", argument) if accepted else "503 no sender"
                recipient = _address(argument) if self._say(said).startswith("2") else recipient
            elif verb == b"DATA":
                self._data(recipient)
                recipient = ""
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 OK")

    def _start_tls(self) -> None:
        self._say(self.server.reply("starttls", usual="220 go on"))
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def _ehlo(self) -> None:
        said = self.server.reply("ehlo", usual="")
        lines = (
            [said]
            if said
            else ["250-receiver", *(f"250-{offer}" for offer in self.server.offers), "250 HELP"]
        )
        self._say("\r\n".join(lines))

    def _data(self, recipient: str) -> None:
        said = self.server.reply("data", recipient, "354 go on") if recipient else "554 no recipient"
        if not self._say(said).startswith("354"):
            return
        content = bytearray()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise Drop
            content += line
        said = self.server.reply("end", recipient, "250 2.0.0 queued")
        if said.startswith("2"):
            self.server.take(recipient, bytes(content))
        if said == "250 taken and gone":
            raise Drop
        self._say(said)

    def _say(self, line: str) -> str:
        self.wfile.write(f"{line}\r\n".encode())
        return line


def _address(argument: str) -> str:
    return argument.partition("<")[2].partition(">")[0]


def main(port: int, log: str, slowness: float) -> None:
    slow = lambda stage, _argument: time.sleep(slowness) if stage == "end" else None  # noqa: E731
    receiver = Receiver(port, Path(log))
    receiver.answers.append(slow)
    receiver.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
