"""Any of Django's mail backends, such as the demo's mailbox: one message at a time."""

from __future__ import annotations

import email
import email.policy

from django.core.mail import EmailMessage, mailers

from subscriptions.sending.outcomes import Halt, Outcome, Outgoing, sent, uncertain

# Headers stay as they were written: folded anew, List-Unsubscribe would become encoded words, and the one click be gone.
_AS_IT_IS = email.policy.SMTP.clone(refold_source="none")


class Ready(EmailMessage):
    """A message that is written already."""

    def __init__(self, outgoing: Outgoing):
        super().__init__(to=[outgoing.recipient], from_email=outgoing.sender)
        self._raw = outgoing.raw

    def message(self, *, policy: email.policy.Policy = email.policy.default):
        return email.message_from_bytes(self._raw, policy=_AS_IT_IS)


class Backend:
    def __init__(self):
        self._backend = None

    def open(self) -> None:
        try:
            self._backend = mailers["default"]
            self._backend.open()
        except Exception as error:  # whatever this backend raises, nothing was sent
            raise Halt(str(error), everything=True) from error

    def send(self, outgoing: Outgoing) -> Outcome:
        if self._backend is None:
            self.open()
        try:
            self._backend.send_messages([Ready(outgoing)])
        except Exception as error:  # it does not say how far it came
            return uncertain(f"{type(error).__name__}: {error}")
        return sent()

    def close(self) -> None:
        if self._backend is not None:
            self._backend.close()
