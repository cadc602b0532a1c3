"""Ways out of the house: SMTP over connections that stay open, the APIs of mail providers, and any other of Django's mail
backends.

Each has `open()`, `send(outgoing) -> Outcome` and `close()`, raises what `sending.outcomes` names, and is used by one
thread.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from subscriptions.sending.outcomes import Outcome, Outgoing
from subscriptions.sending.transports.backend import Backend
from subscriptions.sending.transports.smtp import Smtp

_ANYMAIL = "anymail.backends."
_PROVIDER = (
    "subscriptions.sending.transports.provider.Provider"  # loaded where it is used: it brings a lot with it
)
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Transport(Protocol):
    def open(self) -> None:
        """Connect and sign in. Raises Unreachable, Halt."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Offer one message. Raises Unreachable (nothing was offered), Halt."""

    def close(self) -> None:
        """Never raises."""


def transport() -> Transport:
    """A way out as the site's mail is set up (`EMAIL_URL`)."""
    mailer = settings.MAILERS["default"]
    if mailer["BACKEND"] == _SMTP:
        return Smtp(**mailer.get("OPTIONS", {}))
    if mailer["BACKEND"].startswith(_ANYMAIL):
        return import_string(_PROVIDER)()
    return Backend()
