"""Pictures: words for those who do not see them, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.checks.findings import Finding
from briefings.checks.look import Look

_WITHOUT_ALT = re.compile(r'<img(?![^>]*\salt="[^"])(?:[^>"]|"[^"]*")*>')
_NAME_OF_A_FILE = re.compile(
    r"(?i)\A\S+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)\Z|\A(?:img|dsc|dscn|dcim)[_-]?\d+\Z"
)


def are_described(look: Look) -> Iterator[Finding]:
    """Each picture has an alternative text that says more than the name of its file. That the picture above the text has
    one at all is not for a check to say: without it nothing is published."""
    figure = look.content.figure
    if figure and _NAME_OF_A_FILE.search(figure.alt.strip()):
        said = _("The alternative text of the picture is the name of a file: %(alt)s") % {"alt": figure.alt}
        yield Finding("image_alt", said, figure.alt)
    for text in look.texts:
        for picture in _WITHOUT_ALT.findall(text.html):
            said = _("A picture in %(where)s has no alternative text.") % {"where": text.name}
            yield Finding(text.where, said, picture)


def are_credited(look: Look) -> Iterator[Finding]:
    """The picture above the text says whose it is."""
    figure = look.content.figure
    if figure and not figure.credit.strip():
        yield Finding("image", _("The picture has no credit."), str(figure.id))
