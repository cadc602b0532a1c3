"""The HTML of a mail: the template, with whole addresses, the style sheet as style attributes, and short lines."""

from __future__ import annotations

import re
from datetime import date

import css_inline
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from briefings import canonical
from briefings.editions.mail.bodies import in_mail
from briefings.editions.mail.lines import broken
from briefings.editions.mail.mail import Mail, direction
from briefings.editions.mail.pictures import pictured

# After the preheader mail programs would show how the mail begins; what they show instead takes room and is not seen.
_PADDING = mark_safe(" &nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;" * 30)
_KEPT = ' data-css-inline="keep"'  # which tells the inliner what stays a sheet
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)


def html(mail: Mail) -> str:
    """The whole document in the active language, with the marks of `subscriptions.sending.marks`."""
    page = canonical.absolute(mail.page)
    context = {
        "shown": mail.shown,
        "says": mail.content,
        "site": mail.site,
        "page": page,
        "frame": get_language(),
        "day": date.fromisoformat(mail.content.date),
        "authors": mail.authors,
        "why": mail.why,
        "counts": mail.counts,
        "publisher": mail.publisher,
        "preferences": mail.preferences,
        "unsubscribe": mail.unsubscribe,
        "test": mail.test,
        "byline_of": mail.byline_of,
        "direction": direction,
        "in_mail": in_mail,
        "pictured": pictured,
        "padding": _PADDING,
    }
    rendered = render_to_string("briefings/mails/edition.html", context)
    return broken(_INLINER.inline(_whole(rendered, page)).replace(_KEPT, ""))


def _whole(html: str, page: str) -> str:
    """With whole addresses, but for the way from a note to its text and back, which stays within the mail."""
    notes = re.compile(rf'href="{re.escape(page)}#(note-(?:mark-)?\d+)"')
    return notes.sub(r'href="#\1"', canonical.absolute_html(html, page))
