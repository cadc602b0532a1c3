"""`/documents/<id>/<name>.pdf`: the address of a document, which stays when its title or file is replaced."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from briefings import file_responses, slugs
from briefings.caching import SHARED_SECONDS
from briefings.models import Document, Publication

# A PDF may carry scripts and forms: it may load and send nothing. `sandbox` would be stricter still, but
# some browsers then refuse to show a PDF at all; the inline styles are those of the browsers' own viewers.
HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'"
_PUBLIC = f"public, max-age=0, s-maxage={SHARED_SECONDS}, must-revalidate"
_CARRIED = Publication.documents.through.objects.filter(document_id=OuterRef("pk"))


@require_safe
def serve(request, pk: int, name: str):
    """The PDF, if a publication (retracted ones included) carries it or the user may see documents; else
    404."""
    document = get_object_or_404(Document.objects.annotate(is_public=Exists(_CARRIED)), pk=pk)
    if not document.is_public and not _may_see_all(request):
        raise Http404("No publication carries this document.")
    if name != slugs.slugify(document.title):
        return HttpResponseRedirect(document.get_absolute_url())
    return file_responses.respond(
        request,
        document.file.name,
        content_type="application/pdf",
        etag=f'"{document.digest}"',
        headers={
            "Content-Disposition": content_disposition_header(False, f"{name}.pdf"),
            "Content-Language": document.language,
            "Content-Security-Policy": HARMLESS,
            "Cache-Control": _PUBLIC if document.is_public else "private, no-store",
        },
    )


def _may_see_all(request) -> bool:
    """Asked only of those who bring a session: nobody else's request opens one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("briefings.view_document")
