"""How several messages are said in one call, provider by provider, where django-anymail leaves it to us: the links that
are each reader's own.

Most take a whole message for each, whose text is filled in here. Mailgun, SendGrid and SparkPost take one text for all,
in which the marks become what each calls a variable. MailerSend and Mandrill are not among them: the one answers a call
for several without saying what became of each, the other takes no `List-Unsubscribe` of each, and says nothing at once of
what became of more than ten. Postal and Scaleway know no such call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from anymail.backends import brevo, mailgun, mailjet, mailtrap, postmark, resend, sendgrid, sparkpost
from anymail.backends.base_requests import RequestsPayload

from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from subscriptions.sending.transports.writing import KEY, filled

# What a variable is called where a provider has names for them.
_NAMES = {UNSUBSCRIBE: "unsubscribe", PREFERENCES: "preferences"}


@dataclass(frozen=True)
class Shape:
    """Of a request with a message for each: where these stand (None: it is a list of them), what text and HTML are called,
    and where stands what is the same for all."""

    each: str | None
    parts: tuple[str, str]
    common: str | None = None
    headers: str = "headers"


_SHAPES = {
    "Brevo": Shape("messageVersions", ("textContent", "htmlContent"), ""),
    "Mailjet": Shape("Messages", ("TextPart", "HTMLPart"), "Globals", "Headers"),
    "Mailtrap": Shape("requests", ("text", "html"), "base"),
    "Postmark": Shape(None, ("TextBody", "HtmlBody")),
    "Resend": Shape(None, ("text", "html")),
}


class _Whole(RequestsPayload):
    """A message for each, in the order of the recipients."""

    def serialize_data(self):
        data = super().serialize_data()
        if not self.is_batch():
            return data
        body = json.loads(data)
        _fill_in(body, _SHAPES[self.esp_name], self.message.fillings.values())
        return self.serialize_json(body)


def _fill_in(body, shape: Shape, fillings: Iterable[dict[str, str]]) -> None:
    common = None if shape.common is None else body[shape.common] if shape.common else body
    for one, filling in zip(body[shape.each] if shape.each else body, fillings, strict=True):
        for part in shape.parts:
            one[part] = filled((common or one)[part], filling)
        if (
            common
        ):  # whether its own headers come beside those of all, or in place of them, does not matter then
            for_all = {name: value for name, value in common[shape.headers].items() if name != KEY}
            one[shape.headers] = {**for_all, **one[shape.headers]}


class _Mailgun(mailgun.MailgunPayload):
    """Variables are written %recipient.name%."""

    def serialize_data(self):
        if self.is_batch():
            data: dict = self.data
            written = {mark: f"%recipient.{name}%" for mark, name in _NAMES.items()}
            data.update({part: filled(data[part], written) for part in ("text", "html")})
            self.merge_data = _named(self.message.fillings)
        return super().serialize_data()


class _SendGrid(sendgrid.SendGridPayload):
    """What shall be replaced is written as it stands."""

    def serialize_data(self):
        if self.is_batch():
            self.merge_data, self.merge_field_format = self.message.fillings, "{}"
        return super().serialize_data()


class _SparkPost(sparkpost.SparkPostPayload):
    """Variables are written {{name}}; braces of an editor, or of a style sheet, are said by a word of their own."""

    def serialize_data(self):
        data: dict = self.data
        content = data["content"]
        content.update({part: _BRACES.sub(_said, content[part]) for part in ("subject", "text", "html")})
        if self.is_batch():
            written = {mark: "{{" + name + "}}" for mark, name in _NAMES.items()}
            content.update({part: filled(content[part], written) for part in ("text", "html")})
            for recipient, variables in zip(
                data["recipients"], _named(self.message.fillings).values(), strict=True
            ):
                recipient["substitution_data"].update(variables)
        return super().serialize_data()


_BRACES = re.compile(r"\{{3}(?=(?:\{\{)*(?!\{))|\{\{|\}{3}(?=(?:\}\})*(?!\}))|\}\}")


def _said(braces: re.Match) -> str:
    which = "opening" if braces[0][0] == "{" else "closing"
    number = "double" if len(braces[0]) == 2 else "triple"
    return "{{" + f"{which}_{number}_curly()" + "}}"


def _named(fillings: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        recipient: {_NAMES[mark]: token for mark, token in filling.items()}
        for recipient, filling in fillings.items()
    }


def _backend(original: type, *payload: type, most: int = 100) -> type:
    """A backend of anymail's that says several things at once; `most` messages in a call."""
    kind = type(payload[-1].__name__, payload, {})

    def build_message_payload(self, message, defaults):
        return kind(message, defaults, self)

    return type(
        original.__name__, (original,), {"build_message_payload": build_message_payload, "most": most}
    )


# By the names under which `MAILERS` knows them. Resend takes no more than 100, Mailtrap and Postmark 500, the others 1,000.
BATCHES = {
    "anymail.backends.brevo.EmailBackend": _backend(brevo.EmailBackend, _Whole, brevo.BrevoPayload),
    "anymail.backends.mailgun.EmailBackend": _backend(mailgun.EmailBackend, _Mailgun),
    "anymail.backends.mailjet.EmailBackend": _backend(
        mailjet.EmailBackend, _Whole, mailjet.MailjetPayload, most=50
    ),
    "anymail.backends.mailtrap.EmailBackend": _backend(
        mailtrap.EmailBackend, _Whole, mailtrap.MailtrapPayload
    ),
    "anymail.backends.postmark.EmailBackend": _backend(
        postmark.EmailBackend, _Whole, postmark.PostmarkPayload
    ),
    "anymail.backends.resend.EmailBackend": _backend(resend.EmailBackend, _Whole, resend.ResendPayload),
    "anymail.backends.sendgrid.EmailBackend": _backend(sendgrid.EmailBackend, _SendGrid),
    "anymail.backends.sparkpost.EmailBackend": _backend(sparkpost.EmailBackend, _SparkPost),
}
