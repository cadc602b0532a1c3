"""What the APIs of mail providers do with a request, as their public documentation has it: whom they send what, and what
they answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

BAD = "inactive"  # how the address begins that a provider refuses by itself
Answer = tuple[int, object]


@dataclass
class Sent:
    """A mail that was really sent. Headers by their names in small letters; `told` is what events will tell of it."""

    to: str
    text: str
    html: str
    headers: dict[str, str]
    told: str


def _sent(to: str, text: str, html: str, headers: dict, told: object) -> Sent:
    low = {name.lower(): value for name, value in headers.items()}
    return Sent(to, text, html, low, told if isinstance(told, str) else json.dumps(told))


def _brevo(body: dict, sent: list[Sent]) -> Answer:
    """Headers of a version take the place of those of all: nothing is said of both coming together."""
    versions = body.get("messageVersions")
    for one in versions or [body]:
        both = {**body, **one}
        headers = {name: value for name, value in both["headers"].items() if name != "idempotencyKey"}
        told = headers.pop("X-Mailin-custom")
        sent.append(_sent(one["to"][0]["email"], both["textContent"], both["htmlContent"], headers, told))
    ids = [f"<{number}@brevo>" for number, _one in enumerate(versions or [body])]
    return 201, {"messageIds": ids} if versions else {"messageId": ids[0]}


_MAILJETS_OWN = {
    "from",
    "to",
    "subject",
    "reply-to",
    "date",
    "message-id",
    "list-id",
    "x-mailer",
    "x-feedback-id",
}


def _mailjet(body: dict, sent: list[Sent]) -> Answer:
    def one(message: dict) -> dict:
        both = {**body.get("Globals", {}), **message}
        (to,) = both["To"]
        if own := _MAILJETS_OWN & {name.lower() for name in both["Headers"]}:
            return _error(f"Header cannot be customized: {sorted(own)}", "Headers")
        if to["Email"].startswith(BAD):
            return _error(f'"{to["Email"]}" is an invalid email address.', "To[0].Email")
        sent.append(
            _sent(to["Email"], both["TextPart"], both["HTMLPart"], both["Headers"], both["EventPayload"])
        )
        return {"Status": "success", "To": [{"Email": to["Email"], "MessageID": 1000 + len(sent)}]}

    def _error(words: str, about: str) -> dict:
        said = {"ErrorCode": "mj-0013", "StatusCode": 400, "ErrorMessage": words, "ErrorRelatedTo": [about]}
        return {"Status": "error", "Errors": [said]}

    if len(body["Messages"]) > 50:
        return 400, {"Messages": [_error("Too many", "Messages")] * len(body["Messages"])}
    found = [one(message) for message in body["Messages"]]
    return 200 if all(each["Status"] == "success" for each in found) else 400, {"Messages": found}


def _mailtrap(body: dict, sent: list[Sent]) -> Answer:
    def one(message: dict) -> dict:
        to = message["to"][0]["email"]
        if to.startswith(BAD):
            return {"success": False, "errors": [f"recipient {to} is suppressed"]}
        sent.append(
            _sent(to, message["text"], message["html"], message["headers"], message["custom_variables"])
        )
        return {"success": True, "message_ids": [f"mt-{len(sent)}"]}

    if "requests" not in body:
        found = one(body)
        return 200 if found["success"] else 400, found
    return 200, {"success": True, "responses": [one({**body["base"], **each}) for each in body["requests"]]}


def _mandrill(body: dict, sent: list[Sent]) -> Answer:
    message = body["message"]
    (to,) = message["to"]
    if to["email"].startswith(BAD):
        return 200, [{"email": to["email"], "status": "rejected", "reject_reason": "hard-bounce"}]
    sent.append(_sent(to["email"], message["text"], message["html"], message["headers"], message["metadata"]))
    return 200, [{"email": to["email"], "status": "sent", "_id": f"md-{len(sent)}"}]


def _mailgun(body: dict, sent: list[Sent]) -> Answer:
    variables = json.loads(body.get("recipient-variables", ["{}"])[0])
    for to in body["to"]:
        fields = {name: values[0] for name, values in body.items()}
        for name, value in variables.get(to, {}).items():
            fields = {
                field: text.replace(f"%recipient.{name}%", str(value)) for field, text in fields.items()
            }
        headers = {name[2:]: value for name, value in fields.items() if name.startswith("h:")}
        sent.append(_sent(to, fields["text"], fields.get("html", ""), headers, fields.get("v:delivery", "")))
    return 200, {"id": f"<mg-{len(sent)}>", "message": "Queued. Thank you."}


def _postmark(body: dict | list, sent: list[Sent]) -> Answer:
    def one(message: dict) -> dict:
        if message["To"].startswith(BAD):
            words = f"Found inactive addresses: {message['To']}.\n Inactive recipients are ones that bounced."
            return {"ErrorCode": 406, "Message": words}
        headers = {each["Name"]: each["Value"] for each in message.get("Headers", [])}
        sent.append(
            _sent(
                message["To"],
                message["TextBody"],
                message.get("HtmlBody", ""),
                headers,
                message.get("Metadata"),
            )
        )
        return {"ErrorCode": 0, "Message": "OK", "To": message["To"], "MessageID": f"pm-{len(sent)}"}

    return 200, [one(each) for each in body] if isinstance(body, list) else one(body)


def _resend(body: dict | list, sent: list[Sent]) -> Answer:
    def one(message: dict) -> dict:
        headers = message["headers"]
        sent.append(_sent(message["to"][0], message["text"], message["html"], headers, headers["X-Metadata"]))
        return {"id": f"re-{len(sent)}"}

    return 200, {"data": [one(each) for each in body]} if isinstance(body, list) else one(body)


def _sendgrid(body: dict, sent: list[Sent]) -> Answer:
    """Answers nothing; what it cannot do for one it does for none."""
    parts = {part["type"]: part["value"] for part in body["content"]}
    for each in body["personalizations"]:
        texts = {}
        for kind, text in parts.items():
            for found, value in each.get("substitutions", {}).items():
                text = text.replace(found, value)
            texts[kind] = text
        headers = {**body["headers"], **each.get("headers", {})}
        told = {**body.get("custom_args", {}), **each["custom_args"]}
        sent.append(_sent(each["to"][0]["email"], texts["text/plain"], texts["text/html"], headers, told))
    return 202, b""


_WORDS = {
    f"{which}_{number}_curly()": braces[0] * count
    for which, braces in (("opening", "{"), ("closing", "}"))
    for number, count in (("double", 2), ("triple", 3))
}


def _sparkpost(body: dict, sent: list[Sent]) -> Answer:
    """Whatever stands in double braces is computed; what cannot be is an error of the whole."""
    content = body["content"]
    bad = [each for each in body["recipients"] if each["address"]["email"].startswith(BAD)]
    for each in body["recipients"]:
        known = {**body.get("substitution_data", {}), **each.get("substitution_data", {}), **_WORDS}

        def computed(text: str, known=known) -> str:
            pieces = re.split(r"\{\{(.*?)\}\}", text)
            for literal in pieces[::2]:
                assert "{{" not in literal and "}}" not in literal
            return "".join(
                known[piece.strip()] if number % 2 else piece for number, piece in enumerate(pieces)
            )

        if each not in bad:
            headers = {name: computed(value) for name, value in content["headers"].items()}
            told = {**body.get("metadata", {}), **each.get("metadata", {})}
            to = each["address"]["email"]
            sent.append(_sent(to, computed(content["text"]), computed(content["html"]), headers, told))
    good = len(body["recipients"]) - len(bad)
    if not good:
        return 400, {"errors": [{"message": "at least one valid recipient is required", "code": "5001"}]}
    counts = {"total_accepted_recipients": good, "total_rejected_recipients": len(bad)}
    return 200, {"results": {**counts, "id": f"sp-{len(sent)}"}}


PROVIDERS: dict[str, Callable[..., Answer]] = {
    "brevo": _brevo,
    "mailgun": _mailgun,
    "mailjet": _mailjet,
    "mailtrap": _mailtrap,
    "mandrill": _mandrill,
    "postmark": _postmark,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "sparkpost": _sparkpost,
}
