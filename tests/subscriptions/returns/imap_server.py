"""An IMAP server (RFC 3501) as small as what we say to it, which keeps flags and breaks on request."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field

USER, PASSWORD = "bounces@example.org", "dry bread"


@dataclass
class Kept:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer(socketserver.ThreadingTCPServer):
    """`kept` are the messages of the only folder. `breaks_at` is asked with each command, and closes the connection
    where it answers true. Without `keywords` the server keeps the flags of RFC 3501 only."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, keywords: bool = True, tls: ssl.SSLContext | None = None):
        super().__init__(("127.0.0.1", 0), _Session)
        self.kept: list[Kept] = []
        self.keywords, self.tls = keywords, tls
        self.breaks_at = lambda command: False
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def get_request(self):
        connection, address = super().get_request()
        return (self.tls.wrap_socket(connection, server_side=True) if self.tls else connection), address

    def handle_error(self, request, client_address) -> None:
        pass  # a client that does not trust us goes away in the middle of the handshake

    def add(self, *raw: bytes) -> None:
        for one in raw:
            self.kept.append(Kept(len(self.kept) + 1, one.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")))

    @property
    def url(self) -> str:
        scheme = "imaps" if self.tls else "imap"
        return f"{scheme}://bounces%40example.org:dry%20bread@127.0.0.1:{self.server_address[1]}/INBOX"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, command = line.partition(" ")
            if self.server.breaks_at(command):
                return
            name = re.match(r"(?:UID )?\w+", command)[0].replace(" ", "_").lower()
            said = getattr(self, f"_{name}")(command)
            self._say(f"{tag} {said or 'OK done'}")

    def _capability(self, _command: str) -> None:
        self._say("* CAPABILITY IMAP4rev1")

    def _login(self, command: str) -> str:
        known = command == f'LOGIN {USER} "{PASSWORD}"'
        return "" if known else "NO [AUTHENTICATIONFAILED] who are you?"

    def _select(self, command: str) -> str:
        if command.split(" ", 1)[1].strip('"') != "INBOX":
            return "NO there is no such folder"
        self._say(f"* {len(self.server.kept)} EXISTS")
        self._say(f"* OK [PERMANENTFLAGS (\\Seen \\Deleted{' \\*' if self.server.keywords else ''})] kept")
        return ""

    _examine = _select

    def _uid_search(self, command: str) -> None:
        known = re.search(r"UNKEYWORD (\w+)", command)
        flag = known[1] if known else "\\Seen"
        self._say(
            " ".join(["* SEARCH", *(str(one.uid) for one in self.server.kept if flag not in one.flags)])
        )

    def _uid_fetch(self, command: str) -> None:
        for one in self._named(command):
            self.wfile.write(f"* {one.uid} FETCH (UID {one.uid} BODY[]<0> {{{len(one.raw)}}}\r\n".encode())
            self.wfile.write(one.raw + b")\r\n")

    def _uid_store(self, command: str) -> str:
        flags = set(command[command.index("(") + 1 : -1].split())
        if not self.server.keywords and any(not flag.startswith("\\") for flag in flags):
            return "NO no such flag"
        for one in self._named(command):
            one.flags |= flags
        return ""

    def _logout(self, _command: str) -> None:
        self._say("* BYE")

    def _named(self, command: str) -> list[Kept]:
        uid = int(command.split()[2])
        return [one for one in self.server.kept if one.uid == uid]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
