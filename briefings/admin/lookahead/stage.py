"""The empty document that renderings are put into. It can run nothing, send nothing and be framed by our own pages only,
while mails may have the style attributes that no page of ours has.

The page around it writes into it, which is why it stays of the same origin: a text is replaced without loading the
frame anew, so that what the writer has scrolled to stays in sight.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.csp import CSP, build_policy

_EMPTY = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>…</title></head><body></body></html>'
)


def stage() -> HttpResponse:
    """The document, with a policy of its own."""
    response = HttpResponse(_EMPTY)
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(
        {
            "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
            "default-src": [CSP.NONE],
            "img-src": [*settings.SECURE_CSP["img-src"], settings.SITE_URL],
            "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
            "font-src": [CSP.SELF],
            "base-uri": [CSP.NONE],
            "form-action": [CSP.NONE],
            "frame-ancestors": [CSP.SELF],
        }
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
