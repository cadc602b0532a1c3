"""A draft under a link for one guest (`/share/<token>/`): the page as it would be, with a banner, and forms to comment
and to approve where the link allows that.

GET changes nothing but the count of views: scanners follow links. The pages are kept by nobody, and where they lead
does not learn where from. With `Referrer-Policy: no-referrer` browsers send forms with `Origin: null`, which Django's
own protection takes for another site. These forms therefore carry a signed key of their link instead. No cookie gives
a guest any right, so there is none that another site's form could abuse.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from briefings import publishing
from briefings.models import Share
from briefings.publishing import projection
from briefings.publishing.commenting import LONGEST
from briefings.publishing.readiness import shown
from briefings.views import publication

_SALT = "briefings.share.form"
_KEY_LASTS = 86400  # seconds: as long as a page may stay open before it is sent
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class CommentForm(forms.Form):
    who = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    part = forms.CharField(required=False, max_length=50)
    text = forms.CharField(label=gettext_lazy("Your comment"), max_length=LONGEST)


class ApprovalForm(forms.Form):
    who = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    version = forms.IntegerField(min_value=1)


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What `token` opens, for the view; and headers that keep the page private, that of an ended link as well."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        shared = publishing.opened_by(token)
        if shared is None:
            raise Http404(_("This link has ended or was taken back."))
        response = view(request, shared, token)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return wrapper


@require_safe
@_private
def show(request: HttpRequest, shared: Share, token: str) -> HttpResponse:
    """The draft as it was last saved."""
    if request.method == "GET":
        publishing.count_view(shared, _version(shared))
    return _page(request, shared, token)


@csrf_exempt
@require_POST
@_private
def comment(request: HttpRequest, shared: Share, token: str) -> HttpResponse:
    """POST `who`, `text` and perhaps `part`."""
    if not (shared.may_comment and _is_ours(request, shared)):
        return HttpResponseForbidden(_("This link does not let you comment."))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, shared, token, form=form, status=400)
    said = form.cleaned_data
    publishing.comment_as_guest(shared, said["text"], who=said["who"], part=said["part"])
    return _back(token, "comments")


@csrf_exempt
@require_POST
@_private
def approve(request: HttpRequest, shared: Share, token: str) -> HttpResponse:
    """POST `who` and the `version` that was read."""
    if not (shared.may_agree and _is_ours(request, shared)):
        return HttpResponseForbidden(_("This link does not let you approve."))
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            publishing.agree(shared, **form.cleaned_data)
        except publishing.NotPossible as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _page(request, shared, token, form=form, status=400)
    return _back(token, "approval")


def _page(
    request: HttpRequest, shared: Share, token: str, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    briefing = shared.briefing
    # What was saved, whatever is being written at the moment.
    shown = projection.preview_of(briefing, briefing.latest_version)
    response = publication.preview(
        request,
        shown,
        template="briefings/shared_draft.html",
        shared=shared,
        version=_version(shared),
        embargo=_embargo(shared),
        comments=shared.comments.order_by("written_at"),
        approvals=briefing.activity.filter(what="agreed", version=_version(shared)),
        key=signing.dumps(shared.pk, salt=_SALT),
        comment_address=reverse("share-comment", args=[token]),
        approve_address=reverse("share-approve", args=[token]),
        typed=form.data if form else {},
        errors=[error for found in form.errors.values() for error in found] if form else [],
        share=[],
    )
    response.status_code = status
    return response


def _is_ours(request: HttpRequest, shared: Share) -> bool:
    """Whether the form is one that a page of this link showed."""
    try:
        return signing.loads(request.POST.get("key", ""), salt=_SALT, max_age=_KEY_LASTS) == shared.pk
    except signing.BadSignature:
        return False


def _version(shared: Share) -> int:
    latest = shared.briefing.latest_version
    return latest.number if latest else 0


def _embargo(shared: Share) -> str:
    """Until when the piece is under embargo, "" where it is not, or no longer."""
    until = shared.briefing.embargoed_until
    return shown(until) if until and until > timezone.now() else ""


def _back(token: str, place: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('share', args=[token])}#{place}")
