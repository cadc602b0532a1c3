"""Ways out of the house: SMTP over connections that stay open, the APIs of mail providers, and any other of Django's mail
backends.

Each has `open()`, `send(outgoing) -> Outcome` and `close()`, raises what `sending.outcomes` names, and is used by one
thread.
"""

from __future__ import annotations

import re
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from subscriptions.sending.outcomes import Outcome, Outgoing
from subscriptions.sending.transports.backend import Backend
from subscriptions.sending.transports.smtp import Smtp

_PROVIDER = (
    "subscriptions.sending.transports.provider.Provider"  # loaded where it is used: it brings a lot with it
)
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


# django-anymail's class that reads a provider's events, loaded when they come, and what the key is called that it checks
# their signature with; "" where it cannot.
READERS = {
    "brevo": ("BrevoTrackingWebhookView", ""),
    "mailersend": ("MailerSendTrackingWebhookView", "signing_secret"),
    "mailgun": ("MailgunTrackingWebhookView", "webhook_signing_key"),
    "mailjet": ("MailjetTrackingWebhookView", ""),
    "mailtrap": ("MailtrapTrackingWebhookView", "signing_secret"),
    "mandrill": ("MandrillCombinedWebhookView", "webhook_key"),
    "postmark": ("PostmarkTrackingWebhookView", ""),
    "resend": ("ResendTrackingWebhookView", ""),
    "sendgrid": ("SendGridTrackingWebhookView", ""),
    "sparkpost": ("SparkPostTrackingWebhookView", ""),
}
_SVIX = "resend"  # whose signatures are checked by `returns.svix`


class Transport(Protocol):
    def open(self) -> None:
        """Connect and sign in. Raises Unreachable, Halt."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Offer one message. Raises Unreachable (nothing was offered), Halt."""

    def close(self) -> None:
        """Never raises."""


def provider_in_use() -> str:
    """The provider that mail goes by, as `EMAIL_URL` names it; empty where it goes another way."""
    found = re.fullmatch(r"anymail\.backends\.(\w+)\.EmailBackend", settings.MAILERS["default"]["BACKEND"])
    return found[1] if found else ""


def proves_events(name: str) -> bool:
    """Whether something is set that proves that a provider's events come from it."""
    signs = name in READERS and (READERS[name][1] or name == _SVIX)
    return name in READERS and bool(
        settings.ANYMAIL_WEBHOOK_SECRET or (settings.ANYMAIL_SIGNING_KEY and signs)
    )


def transport() -> Transport:
    """A way out as the site's mail is set up (`EMAIL_URL`)."""
    mailer = settings.MAILERS["default"]
    if mailer["BACKEND"] == _SMTP:
        return Smtp(**mailer.get("OPTIONS", {}))
    if provider_in_use():
        return import_string(_PROVIDER)()
    return Backend()
