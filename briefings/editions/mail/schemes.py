"""The HTML of a mail as a light or a dark screen shows it, whatever screen it is looked at on."""

from __future__ import annotations

import re

_SHEET = re.compile(r"<style>\s*@media \(prefers-color-scheme: dark\) \{(.*?)\n\}\s*</style>", re.DOTALL)
_META = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=")light dark(")')
LIGHT, DARK = "light", "dark"


def in_scheme(html: str, scheme: str) -> str:
    """`html` (`mail.html.html`) for previews: its dark rules always or never; as it is for any other scheme."""
    if scheme not in (LIGHT, DARK):
        return html
    html = _META.sub(rf"\g<1>{scheme}\2", html)
    return _SHEET.sub(r"<style>\1</style>" if scheme == DARK else "", html)
