"""What the mail says in each interface language."""

from __future__ import annotations

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings.editions.content import EditionContent
from subscriptions.host import absolute
from subscriptions.models import MailingList
from subscriptions.sending.freezing import Words
from subscriptions.sending.marks import UNSUBSCRIBE


def words(content: EditionContent, site, page: str, *, mailing_list: MailingList) -> dict[str, Words]:
    """Subject, HTML and plain text by language; `page` is the path of the edition's page."""
    return {code: _in(code, content, page) for code, _name in settings.LANGUAGES}


def _in(language: str, content: EditionContent, page: str) -> Words:
    leave = absolute(f"/unsubscribe/{UNSUBSCRIBE}/")
    with override(language):
        titles = format_html_join("", "<p>{}</p>", ((item.title,) for item in content.items))
        html = format_html(
            '<h1><a href="{}">{}</a></h1>{}<p><a href="{}">{}</a></p>',
            absolute(page), content.subject, titles, leave, _("Unsubscribe"),
        )  # fmt: skip
        listed = "\n".join(item.title for item in content.items)
        return Words(content.subject, html, f"{content.subject}\n{absolute(page)}\n\n{listed}\n\n{leave}\n")
