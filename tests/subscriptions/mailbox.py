"""A receiving SMTP server, and the jobs that send to it."""

from __future__ import annotations

import email
import email.policy
import re
import socket
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


class Mailbox:
    """`mails` are those received, oldest first. While `refusing` is set it answers with that instead of taking any."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []  # of the envelopes
        self.refusing = ""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._server = Controller(_Taking(self), hostname="127.0.0.1", port=self.port)
        self._server.start()

    @property
    def mailers(self) -> dict:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def stop(self) -> None:
        self._server.stop()

    @property
    def last(self) -> EmailMessage:
        return self.mails[-1]

    def subjects(self) -> list[str]:
        return [mail["Subject"] for mail in self.mails]


class _Taking:
    """What aiosmtpd asks; it looks at every attribute, so the mailbox itself will not do."""

    def __init__(self, mailbox: Mailbox):
        self.mailbox = mailbox

    async def handle_DATA(self, _server, _session, envelope) -> str:
        if self.mailbox.refusing:
            return self.mailbox.refusing
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.raw = envelope.content
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.mailbox.senders.append(envelope.mail_from)
        self.mailbox.mails.append(message)
        return "250 OK"


def text(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content()


def links(mail: EmailMessage) -> list[str]:
    """The paths of this site that the plain text leads to."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text(mail))


def jobs(*names: str) -> list[ProcrastinateJob]:
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name__startswith="subscriptions.").order_by(
        "id"
    )
    return [job for job in waiting if not names or job.task_name in names]


def work() -> int:
    """Run what waits, as a worker would; how many jobs that were."""
    done = 0
    while waiting := jobs():
        for job in waiting:
            app.tasks[job.task_name].func(**job.args)
            ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")
            done += 1
    return done
