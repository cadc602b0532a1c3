"""What a provider's answer says of the messages of a request."""

from __future__ import annotations

import re

import requests
from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from anymail.message import AnymailStatus

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

Result = Outcome | Unreachable | Halt
_ACCOUNT = (401, 402, 403, 404)  # who we are, what we owe, what we may, where we ask
_GONE_ON_THE_WAY = (502, 504)  # said by something in between
_LATER = (408, 409, 423, 425)
_SENDER = re.compile(
    r"\bfrom\b|sender|signature|account|not allowed|domain|api.?key|token|suspend|quota|credit", re.IGNORECASE
)
_RECIPIENT = re.compile(
    r"recipient|['`\"]to\b|\bto['`\"]|\bto (?:address|parameter|field)|inactive", re.IGNORECASE
)


def taken(status: AnymailStatus, outgoing: list[Outgoing]) -> list[Result]:
    """Of a request that was answered well: what the provider says of each recipient."""
    if each := _list_of(status.esp_response, len(outgoing)):
        return each
    said = {address.lower(): one for address, one in status.recipients.items()}
    return [_of_one(said.get(one.recipient.lower()), status.esp_response) for one in outgoing]


def refused(response: requests.Response, outgoing: list[Outgoing], *, keyed: bool) -> list[Result]:
    """Of a request that was not. `keyed`: the provider would not act twice on it. Raises Unreachable, Halt."""
    if response.status_code == 200 and (each := _list_of(response, len(outgoing))):
        return each
    return [_for_all(response, keyed=keyed)] * len(outgoing)


def unsent(error: AnymailError, message, outgoing: list[Outgoing]) -> list[Result]:
    """Of a message that anymail did not send, or that was refused for each of its recipients. Raises Halt."""
    if isinstance(error, AnymailRecipientsRefused):
        return taken(message.anymail_status, outgoing)
    words = str(error).replace("\n", " ")
    if len(outgoing) == 1 and isinstance(error, AnymailInvalidAddress):
        return [failed("", words)]
    if (
        len(outgoing) == 1
        and isinstance(error, AnymailUnsupportedFeature)
        and not outgoing[0].recipient.isascii()
    ):
        return [failed("", words)]  # letters outside ASCII, which this provider cannot do
    raise Halt(words) from error


def _of_one(status, response: requests.Response) -> Outcome:
    if status is None or status.status in ("rejected", "invalid", "failed"):
        return failed(*_said(response))
    return sent(str(response.status_code), f"{status.status} {status.message_id or ''}".strip())


def _for_all(response: requests.Response, *, keyed: bool) -> Outcome:
    code, said = response.status_code, _said(response)
    if code == 429:  # too quick: nobody's attempt, as “421” by SMTP
        raise Unreachable(said[1])
    if code in _ACCOUNT:
        raise Halt(said[1], everything=True)
    if code < 400 or code in _GONE_ON_THE_WAY or (keyed and code == 409):
        return uncertain(f"No answer that tells: {said[1]}")
    if code >= 500 or code in _LATER:
        return deferred(*said)
    if _SENDER.search(said[1]) and not _RECIPIENT.search(said[1]):
        raise Halt(said[1])
    return failed(*said)


def _list_of(response: requests.Response, number: int) -> list[Result]:
    """Postmark answers a batch with a list: one that it refuses says nothing of the others. Empty for other answers."""
    try:
        each = response.json()
    except ValueError:
        return []
    if not (isinstance(each, list) and len(each) == number and all(isinstance(one, dict) for one in each)):
        return []
    return [_listed(one.get("ErrorCode", 0), str(one.get("Message", "")), one) for one in each]


def _listed(code: int, words: str, one: dict) -> Result:
    if not code:
        return sent("200", str(one.get("MessageID", "")))
    if _SENDER.search(words) and not _RECIPIENT.search(words):
        return Halt(f"{code} {words}")
    return failed(str(code), f"{code} {words}")


def _said(response: requests.Response) -> tuple[str, str]:
    """The code, and the provider's words with it."""
    words = " ".join(response.text[:2000].split())
    return str(response.status_code), f"{response.status_code} {response.reason}: {words}"
