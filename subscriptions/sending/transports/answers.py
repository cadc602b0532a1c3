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
    if status.status == "unknown" or not status.message_id:  # some of those of the call were taken
        return uncertain(f"No answer that tells: {_said(response)[1]}")
    return sent(str(response.status_code), f"{status.status} {status.message_id}")


def _for_all(response: requests.Response, *, keyed: bool) -> Outcome:
    code, said = response.status_code, _said(response)
    if code == 429:  # too quick: nobody's attempt, as “421” by SMTP
        raise Unreachable(said[1])
    if code in _ACCOUNT:
        raise Halt(said[1], everything=True)
    if code < 400 or code in _GONE_ON_THE_WAY or (keyed and _known(response)):
        return uncertain(f"No answer that tells: {said[1]}")
    if code >= 500 or code in _LATER:
        return deferred(*said)
    if _SENDER.search(said[1]) and not _RECIPIENT.search(said[1]):
        raise Halt(said[1])
    return failed(*said)


def _known(response: requests.Response) -> bool:
    """Whether a provider says that it has seen this key (Resend: while it still works on it; Brevo)."""
    return response.status_code == 409 or "duplicate_parameter" in response.text


def _list_of(response: requests.Response, number: int) -> list[Result]:
    """Postmark, Mailjet and Mailtrap answer with a list: one that they refuse says nothing of the others. Empty for other
    answers."""
    try:
        each = response.json()
    except ValueError:
        return []
    if isinstance(each, dict):
        each = each.get("Messages") or each.get("responses")
    if not (isinstance(each, list) and len(each) == number and all(isinstance(one, dict) for one in each)):
        return []
    if not all({"ErrorCode", "Status", "success"} & set(one) for one in each):
        return []
    return [_listed(one) for one in each]


def _listed(one: dict) -> Result:
    if not one.get("ErrorCode") and one.get("Status", "success") == "success" and one.get("success", True):
        return sent("200", _first(one.get("MessageID") or one.get("message_ids") or one.get("To")))
    code, words = _refusal(one)
    if _SENDER.search(words) and not _RECIPIENT.search(words):
        return Halt(f"{code} {words}".strip())
    return failed(code, f"{code} {words}".strip())


def _refusal(one: dict) -> tuple[str, str]:
    """Code and words, as Postmark, Mailjet and Mailtrap put them."""
    if "ErrorCode" in one:
        return str(one["ErrorCode"]), str(one.get("Message", ""))
    errors = one.get("Errors") or one.get("errors") or [""]
    if not isinstance(errors[0], dict):
        return "", "; ".join(str(error) for error in errors)
    about = ", ".join(errors[0].get("ErrorRelatedTo") or [])
    return str(errors[0].get("ErrorCode", "")), f"{errors[0].get('ErrorMessage', '')} ({about})"


def _first(what) -> str:
    """The number that a message got."""
    found = what[0] if isinstance(what, list) and what else what or ""
    return str(found.get("MessageID", "")) if isinstance(found, dict) else str(found)


def _said(response: requests.Response) -> tuple[str, str]:
    """The code, and the provider's words with it."""
    words = " ".join(response.text[:2000].split())
    return str(response.status_code), f"{response.status_code} {response.reason}: {words}"
