"""Bodies as mail programs bear them: what pages show with elements that Outlook does not know becomes plain blocks."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe

from briefings.editions.mail.pictures import narrowed

_FRAME = re.compile(r'<div class="scroll"[^>]*>')
_PLAIN = {
    "<figure>": '<div class="figure">',
    "</figure>": "</div>",
    "<figcaption>": '<p class="caption">',
    "</figcaption>": "</p>",
}


def in_mail(html: SafeString) -> SafeString:
    """A body that `prose.Prose` made, for the template of the mail."""
    html = _FRAME.sub('<div class="table">', html)
    for element, plain in _PLAIN.items():
        html = html.replace(element, plain)
    return mark_safe(narrowed(html))  # our own tags took the place of others
