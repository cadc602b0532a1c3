"""An edition before it goes out, in everything that it will be: page, mail, plain text, line in the mailbox; and a test.

`…/<id>/preview/` shows all of them. The mail stands in frames of its own, shut in by its own Content Security Policy.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from briefings.admin.editions.trial import TrialForm
from briefings.editions import trying
from briefings.editions.content import EditionContent
from briefings.editions.drafting import content_of
from briefings.editions.errors import NotPossible
from briefings.editions.mail import fitted
from briefings.editions.mail.inbox import inbox_line
from briefings.editions.mail.schemes import DARK, LIGHT, in_scheme
from briefings.editions.preflight import check
from briefings.editions.sending import row_of
from briefings.models import Edition
from briefings.views import editions
from subscriptions.models import MailingList
from subscriptions.sending.trying import for_nobody


class Previews:
    """Mixin for the admin of editions."""

    def get_urls(self):
        language = "<str:language>/"
        views = {
            "": ("preview", self.preview_view),
            "page/": ("preview_page", self.preview_page_view),
            f"mail/{language}": ("preview_mail", self.preview_mail_view),
            f"text/{language}": ("preview_text", self.preview_text_view),
            "test/": ("preview_test", require_POST(self.preview_test_view)),
        }
        pages = [
            path(
                f"<int:pk>/preview/{route}",
                self.admin_site.admin_view(view),
                name=f"briefings_edition_{name}",
            )
            for route, (name, view) in views.items()
        ]
        return [*pages, *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything beside each other, in the language that is asked for; and what speaks against sending it."""
        edition = self._previewed(request, pk)
        wanted, usual = request.GET.get("language"), _usual_language(edition)
        language = _known(wanted) if wanted else usual
        form = TrialForm(initial={"to": [request.user.pk], "language": language})
        return self._overview(request, edition, language, form)

    def preview_page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that readers will see on the site."""
        edition = self._previewed(request, pk)
        row = row_of(edition, _says(edition, request), edition.sent_at)
        framed = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
        return _private(csp_override(framed)(editions.preview)(request, row))

    def preview_mail_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """The HTML mail; `?scheme=dark` or `light` as such a screen shows it."""
        edition = self._previewed(request, pk)
        said = self._fitted(request, edition).words[_known(language)]
        html = in_scheme(for_nobody(said.html, _list_of(edition)), request.GET.get("scheme", ""))
        response = HttpResponse(html)
        response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(_shut_in())
        return _private(response)

    def preview_text_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        edition = self._previewed(request, pk)
        said = self._fitted(request, edition).words[_known(language)]
        text = for_nobody(said.text, _list_of(edition))
        return _private(HttpResponse(text, content_type="text/plain; charset=utf-8"))

    def preview_test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a test to those who were ticked."""
        edition = self._previewed(request, pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST)
        if not form.is_valid():
            return self._overview(request, edition, _usual_language(edition), form)
        to, language = list(form.cleaned_data["to"]), form.cleaned_data["language"]
        says, page = _says(edition, request), edition.get_absolute_url()
        try:
            trying.send_test(
                says, request.site, page, _list_of(edition), to=to, language=language, by=request.user
            )
        except NotPossible as error:
            self.message_user(request, str(error), ERROR)
        except OSError as error:  # of the mail server, whose own words say most
            self.message_user(request, _("The test was not sent: %(error)s") % {"error": error}, ERROR)
        else:
            sent = ngettext(
                "A test is on its way to %(names)s.", "Tests are on their way to %(names)s.", len(to)
            )
            self.message_user(request, sent % {"names": ", ".join(user.email for user in to)}, SUCCESS)
        back = reverse("admin:briefings_edition_preview", args=[edition.pk])
        return HttpResponseRedirect(f"{back}?language={language}")

    def _previewed(self, request: HttpRequest, pk: int) -> Edition:
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        return edition

    def _fitted(self, request: HttpRequest, edition: Edition):
        return fitted(_says(edition, request), request.site, edition.get_absolute_url(), _list_of(edition))

    def _overview(
        self, request: HttpRequest, edition: Edition, language: str, form: TrialForm
    ) -> HttpResponse:
        says, mailing_list = _says(edition, request), _list_of(edition)
        made = fitted(says, request.site, edition.get_absolute_url(), mailing_list)
        with override(language):
            line = inbox_line(says, request.site, mailing_list)
        said = made.words[language]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "subtitle": str(edition),
            "opts": self.opts,
            "original": edition,
            "language": language,
            "languages": settings.LANGUAGES,
            "line": line,
            "text": for_nobody(said.text, mailing_list),
            "kilobytes": len(said.html.encode()) / 1000,
            "shortened": made.shortened,
            "says": says,
            "schemes": [(LIGHT, _("On a light screen")), (DARK, _("On a dark screen"))],
            "devices": [(375, _("Phone")), (700, _("Desktop"))],
            "problems": check(edition, says, request.site, mailed=mailing_list is not None)
            if edition.is_open
            else [],
            "form": form if self.has_change_permission(request) else None,
            "media": self.media,
            "back": reverse("admin:briefings_edition_change", args=[edition.pk]),
        }
        request.current_app = self.admin_site.name
        return _private(TemplateResponse(request, "admin/briefings/edition/preview.html", context))


def _says(edition: Edition, request: HttpRequest) -> EditionContent:
    """What was approved or sent, else what the draft says now."""
    if edition.frozen and not edition.is_open:
        return EditionContent.from_json(edition.frozen)
    return content_of(edition, request.site)


def _list_of(edition: Edition) -> MailingList | None:
    return edition.mailing_list or edition.series.mailing_list


def _usual_language(edition: Edition) -> str:
    """What most readers of its list get it in."""
    mailing_list = _list_of(edition)
    return mailing_list.language if mailing_list else edition.language


def _known(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return language


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by no search engine, and framed by our own pages only."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _shut_in() -> dict:
    """A mail runs nothing and has no part in the site's cookies; its pictures come from where readers get them."""
    return {
        "sandbox": ["allow-popups"],
        "default-src": [CSP.NONE],
        "img-src": [*settings.SECURE_CSP["img-src"], settings.SITE_URL],
        "style-src": [CSP.UNSAFE_INLINE],
        "frame-ancestors": [CSP.SELF],
    }
