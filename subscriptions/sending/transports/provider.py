"""A mail provider's API, by django-anymail, over a connection that stays open.

What matters is what is known when something breaks. A connection that never came about offered nothing. A request whose
answer was lost may have been taken: its messages are in doubt, but for providers that keep the key of each request and do
not act twice on the same. What an answer means is in `answers`.
"""

from __future__ import annotations

import hashlib
import time
import uuid

import requests
from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailError, AnymailRequestsAPIError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import mailers
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from subscriptions.sending.outcomes import Halt, Outcome, Outgoing, Unreachable, uncertain
from subscriptions.sending.transports import answers
from subscriptions.sending.transports.answers import Result
from subscriptions.sending.transports.batching import gathered, of_one
from subscriptions.sending.transports.calls import BATCHES
from subscriptions.sending.transports.writing import KEY, written

# Providers that act once on requests of the same key. Resend keeps it for 24 hours and gives the first answer again;
# Brevo, for 30 minutes, refuses the second: then it stays open what became of the first.
KEYED = {"Brevo", "Resend"}
AGAIN_AFTER = (0.0, 1.0, 4.0)  # seconds before such a request is made again, with the same key
STALE = 20.0  # seconds after which a connection may have been closed at the other end


class Provider:
    def __init__(self):
        self._backend: AnymailBaseBackend | None = None
        self._used_at = 0.0

    def open(self) -> None:
        self.close()
        try:
            self._backend = _backend()
            self._backend.open()
        except ImproperlyConfigured as error:
            raise Halt(str(error), everything=True) from error
        self._used_at = time.monotonic()

    def send(self, outgoing: Outgoing) -> Outcome:
        if self._backend is None:
            self.open()
        if type(self._backend) in BATCHES.values():
            return gathered(outgoing, self.post, self._backend.most)
        return of_one(self.post([outgoing])[0])

    def post(self, outgoing: list[Outgoing]) -> list[Result]:
        """What becomes of each of these, which are the same but for their readers' own links. Raises Unreachable, Halt
        where it is the same with all of them."""
        if self._backend is None or time.monotonic() > self._used_at + STALE:
            self.open()
        message = written(outgoing, self._backend)
        outcomes = self._offer(message, outgoing)
        if _in_doubt(outcomes) and self._backend.esp_name in KEYED:
            outcomes = self._again(message, outgoing, outcomes)
        self._used_at = time.monotonic()
        if len(outgoing) > 1 and all(getattr(one, "state", "") == "failed" for one in outcomes):
            return [
                self._alone(one) for one in outgoing
            ]  # a call is refused as a whole, whoever's fault it is
        return outcomes

    def _alone(self, outgoing: Outgoing) -> Result:
        try:
            return self.post([outgoing])[0]
        except (Unreachable, Halt) as error:
            return error

    def close(self) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def _again(self, message, outgoing: list[Outgoing], outcomes: list[Result]) -> list[Result]:
        """Ask again until there is an answer; with the same key and the same text, so that nothing is sent twice."""
        for pause in AGAIN_AFTER:
            time.sleep(pause)
            try:
                self.open()
                found = self._offer(message, outgoing)
            except (Unreachable, Halt):  # this time; what became of the first request is as open as before
                continue
            if not _in_doubt(found):
                return found
        return outcomes

    def _offer(self, message, outgoing: list[Outgoing]) -> list[Result]:
        backend = self._backend
        if backend.esp_name == "Resend":
            backend.session.headers["Idempotency-Key"] = _key(outgoing)
        elif backend.esp_name == "Brevo":
            message.extra_headers[KEY] = _key(outgoing)
        try:
            backend.send_messages([message])
        except requests.RequestException as error:
            if isinstance(error, AnymailRequestsAPIError) and error.response is not None:
                return answers.refused(error.response, outgoing, keyed=backend.esp_name in KEYED)
            return [_broken(error)] * len(outgoing)
        except AnymailError as error:
            return answers.unsent(error, message, outgoing)
        return answers.taken(message.anymail_status, outgoing)


def _backend() -> AnymailBaseBackend:
    """The site's backend; one that can say several things at once to several people where there is such."""
    mailer = settings.MAILERS["default"]
    batch = BATCHES.get(mailer["BACKEND"])
    return batch(alias="default", **mailer.get("OPTIONS", {})) if batch else mailers["default"]


def _in_doubt(outcomes: list[Result]) -> bool:
    return any(isinstance(one, Outcome) and one.state == "uncertain" for one in outcomes)


def _key(outgoing: list[Outgoing]) -> str:
    """The same for the same text to the same people, and for nothing else."""
    digest = hashlib.sha256(b"\0".join(one.raw for one in outgoing)).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _broken(error: requests.RequestException) -> Outcome:
    """No answer. Raises Unreachable, Halt where nothing was offered."""
    cause = error.__cause__ or error
    words = f"{type(cause).__name__}: {cause}"
    if isinstance(cause, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in words:
        raise Halt(words, everything=True) from error
    if _never_connected(cause):
        raise Unreachable(words) from error
    return uncertain(f"The answer was lost: {words}")


def _never_connected(error: BaseException) -> bool:
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    never = (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError)
    return isinstance(error, never) or isinstance(reason, NewConnectionError | ConnectTimeoutError)
