"""Pictures from local storage, so that nothing but the application is needed to run. Documents have their
own view.

Names change with what they show, so every answer may be kept for ever. With another storage (S3) or a web
server in front, addresses lead there and nobody asks here.
"""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404
from django.views.decorators.http import require_safe

from briefings import file_responses

# What may follow MEDIA_URL: no slash, no dot but the last, so no way out of these folders.
PICTURE = r"(?P<name>(?:images/[0-9a-f]{16}|cards)/[A-Za-z0-9_-]+\.(?P<extension>jpg|png|webp))\Z"
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # mails and feed readers show them too
}


@require_safe
def picture(request, name: str, extension: str):
    """A picture, one of its sizes or a publication's card. Raises Http404 where there is none."""
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404("Pictures are served by their storage.")
    return file_responses.respond(
        request, name, content_type=_TYPES[extension], etag=f'"{name}"', headers=_HEADERS
    )
