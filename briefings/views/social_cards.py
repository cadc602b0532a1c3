"""Cards over HTTP: made when first asked for, kept in the storage, cacheable for ever at their version's address."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from briefings import canonical, file_responses, social_card
from briefings.models import Publication
from briefings.social_card import Card

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",  # made to be shown elsewhere
}


@require_safe
def card(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """The live version's card. Other numbers lead to it, so that asking for them fills no disk."""
    publication = get_object_or_404(Publication.objects.defer("text", "card"), pk=pk)
    if version != publication.version:
        return HttpResponseRedirect(canonical.card(publication))
    name = f"cards/{pk}-{version}.png"
    if not _is_kept(name):
        _keep(name, social_card.png(Card.of(publication, request.site)))
    etag = f'"card-{pk}-{version}"'
    return file_responses.respond(request, name, content_type="image/png", etag=etag, headers=_HEADERS)


def _is_kept(name: str) -> bool:
    """A process killed while it wrote leaves an empty file, which counts as none."""
    return default_storage.exists(name) and default_storage.size(name) > 0


def _keep(name: str, content: bytes) -> None:
    """Store the card under exactly this name; of two made at the same time the first stays."""
    if default_storage.exists(name):
        default_storage.delete(name)
    kept = default_storage.save(name, ContentFile(content))
    if kept != name:
        default_storage.delete(kept)
