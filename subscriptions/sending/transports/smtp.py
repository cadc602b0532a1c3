"""SMTP (RFC 5321) over a connection that stays open, with pipelining (RFC 2920) and SMTPUTF8 (RFC 6531) where offered.

What matters is what is known when something breaks: until the last line of a message has been handed to the kernel the
server cannot have taken it; from then until its answer nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl

from subscriptions.sending.outcomes import (
    Halt,
    Outcome,
    Outgoing,
    Unreachable,
    deferred,
    failed,
    sent,
    uncertain,
)

ANSWER_LIMIT = 300  # seconds a server may think about a whole message (RFC 5321 §4.5.3.2.6 says ten minutes)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463
_NOT_OURS_TO_SEND = re.compile(r"relay|authenticat|sender", re.IGNORECASE)
Reply = tuple[int, bytes]


class Smtp:
    def __init__(
        self, host, port, username="", password="", use_tls=False, use_ssl=False, timeout=30, **_more
    ):
        self._address = host, port
        self._login = username, password
        self._tls = "start" if use_tls else "at once" if use_ssl else ""
        self._timeout = timeout or 30
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        self.close()
        try:
            self._smtp = self._connected()
            if self._login[0]:
                self._smtp.login(*self._login)
        except ssl.SSLCertVerificationError as error:
            self._fail(
                f"The certificate of {self._address[0]} is not valid: {error.verify_message}",
                error,
                halts=True,
            )
        except smtplib.SMTPAuthenticationError as error:
            self._fail(_words(error), error, halts=error.smtp_code >= 500)
        except (
            smtplib.SMTPNotSupportedError
        ) as error:  # asked for STARTTLS or a password, and the server has neither
            self._fail(str(error), error, halts=True)
        except smtplib.SMTPResponseException as error:
            self._fail(_words(error), error, halts=error.smtp_code == 554)
        except (OSError, smtplib.SMTPException) as error:
            self._fail(f"{self._address[0]}:{self._address[1]}: {error}", error)

    def send(self, outgoing: Outgoing) -> Outcome:
        stale = self._smtp is not None
        if not stale:
            self.open()
        try:
            outcome = self._offer(outgoing)
        except Halt:
            self.close()
            raise
        except Unreachable:
            self.close()
            if not stale:
                raise
            return self.send(outgoing)  # servers close connections that they find old: once more on a new one
        except (OSError, smtplib.SMTPException, _Gone) as error:
            # Before the message's own last line: the server cannot have taken it.
            self.close()
            return deferred("", f"The connection broke: {error}")
        if outcome.state == "uncertain":
            self.close()
        return outcome

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        host, port = self._address
        context = ssl.create_default_context() if self._tls else None
        if self._tls == "at once":
            smtp = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=context)
        else:
            smtp = smtplib.SMTP(host, port, timeout=self._timeout)
        # Or the last bytes of a message would wait until the ones before were acknowledged.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if self._tls == "start":
            smtp.starttls(context=context)
            smtp.ehlo()
        return smtp

    def _offer(self, outgoing: Outgoing) -> Outcome:
        smtp = self._smtp
        ascii_only = outgoing.recipient.isascii() and outgoing.sender.isascii()
        if not ascii_only and not smtp.has_extn("smtputf8"):
            return failed("", "The mail server takes no addresses with letters outside ASCII.")
        options = " SMTPUTF8" if not ascii_only else ""
        lines = [
            f"MAIL FROM:<{outgoing.sender}>{options}",
            f"RCPT TO:<{outgoing.recipient}>",
            "DATA",
        ]
        from_, to, data = self._ask(lines)
        refused = _refused(from_, to, data)
        if refused is not None:
            self._tidy(waits=data[0] == 354, begun=from_[0] < 400)
            return refused
        end = b".\r\n" if outgoing.raw.endswith(b"\r\n") else b"\r\n.\r\n"
        smtp.sock.sendall(outgoing.raw + end)
        return self._answer()

    def _ask(self, lines: list[str]) -> list[Reply]:
        """The replies to `lines`: sent together where the server allows, else one by one, the rest unasked after the
        first that is refused. Raises Unreachable when the connection was gone before the first reply."""
        smtp, replies = self._smtp, []
        groups = [lines] if smtp.has_extn("pipelining") else [[line] for line in lines]
        for group in groups:
            try:
                smtp.sock.sendall("".join(f"{line}\r\n" for line in group).encode())
                for _line in group:
                    replies.append(self._reply())
            except (OSError, smtplib.SMTPServerDisconnected) as error:
                if not replies:
                    raise Unreachable(str(error)) from error
                raise _Gone(str(error)) from error
            if replies[0][0] == 421:  # “closing the connection”, before anything was offered
                raise Unreachable(_text(replies[0]))
            if replies[-1][0] >= 400:
                break
        return replies + [(0, b"")] * (len(lines) - len(replies))

    def _tidy(self, *, waits: bool, begun: bool) -> None:
        """Ready for the next message; `waits`: the server waits for one that has no recipient (RFC 2920 §3.1)."""
        try:
            if waits:
                self._smtp.sock.sendall(b".\r\n")
                self._reply()
            elif begun:
                self._ask(["RSET"])
        except (OSError, AttributeError, smtplib.SMTPException, Unreachable, _Gone):
            self.close()

    def _reply(self) -> Reply:
        return self._smtp.getreply()

    def _answer(self) -> Outcome:
        """What becomes of a message whose last line has left."""
        sock = self._smtp.sock
        sock.settimeout(ANSWER_LIMIT)
        try:
            reply = self._reply()
        except (OSError, smtplib.SMTPException) as error:
            return uncertain(f"The connection broke before the server answered: {error}")
        if self._smtp.sock is not None:  # it is gone after “421”
            sock.settimeout(self._timeout)
        if reply[0] < 400:
            return sent(*_said(reply))
        if reply[0] < 500:
            return deferred(*_said(reply))
        if _status(reply).startswith("5.7."):
            raise Halt(_text(reply))
        return failed(*_said(reply))

    def _fail(self, words: str, cause: Exception, *, halts: bool = False) -> None:
        self.close()
        raise (Halt(words, everything=True) if halts else Unreachable(words)) from cause


class _Gone(Exception):
    """The connection went away after the envelope, before the message."""


def _refused(from_: Reply, to: Reply, data: Reply) -> Outcome | None:
    """What a refused envelope means; None where the server waits for the message. Raises Halt."""
    if from_[0] >= 500:
        raise Halt(_text(from_))
    if from_[0] >= 400:
        return deferred(*_said(from_))
    if to[0] >= 500:
        if to[0] in (530, 535) or (_status(to).startswith("5.7.") and _NOT_OURS_TO_SEND.search(_text(to))):
            raise Halt(_text(to))
        return failed(*_said(to))
    if to[0] >= 400:
        return deferred(*_said(to))
    if data[0] >= 500:
        raise Halt(_text(data))
    if data[0] >= 400:
        return deferred(*_said(data))
    return None


def _said(reply: Reply) -> tuple[str, str]:
    """Code with its enhanced status, and the words."""
    return f"{reply[0]} {_status(reply)}".strip(), _text(reply)


def _status(reply: Reply) -> str:
    found = _ENHANCED.search(_text(reply))
    return found[1] if found else ""


def _text(reply: Reply) -> str:
    return f"{reply[0]} {reply[1].decode(errors='replace')}".replace("\n", " ").strip()


def _words(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
