"""The page that asks once more before an edition goes out, and the button that calls a scheduled one off."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.messages import ERROR, SUCCESS, WARNING
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from briefings.admin.editions.send_form import LATER, NOW, SITE, SendForm
from briefings.admin.editions.summary import summary_of
from briefings.editions.errors import NotPossible, NotReady
from briefings.editions.locking import may_send
from briefings.editions.preparing import Prepared, prepare
from briefings.editions.scheduling import cancel, schedule
from briefings.editions.sending import send
from briefings.models import Edition, EditionState
from subscriptions.models import Mailing


class Sending:
    """Mixin for the admin of editions."""

    def get_urls(self):
        views = {"send": self.send_view, "cancel": require_POST(self.cancel_view)}
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"briefings_edition_{name}")
            for name, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._edition_for(request, pk)
        if not edition.is_open:
            said = (
                _("This edition is scheduled.") if not edition.sent_at else _("This edition has been sent.")
            )
            self.message_user(request, said, WARNING)
            return HttpResponseRedirect(_page(edition, "change"))
        mailed = edition.series.mailing_list is not None and may_send(request.user, mailed=True)
        prepared = prepare(edition, request.site, mailed=mailed)
        ways = _ways(edition, request, prepared, mailed)
        form = SendForm(
            request.POST if request.method == "POST" else None,
            ways=ways,
            warnings=prepared.warnings,
            initial={"seen": prepared.seal, "at": _next_hour()},
        )
        if request.method == "POST" and form.is_valid() and self._go(request, edition, form, mailed):
            return HttpResponseRedirect(_page(edition, "change"))
        return self._confirmation(request, edition, prepared, form if ways else None)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._edition_for(request, pk)
        try:
            cancel(edition, by=request.user)
        except NotPossible as error:
            self.message_user(request, str(error), ERROR)
        else:
            self.message_user(request, _("Called off: it is a draft again."), SUCCESS)
            self.note(request, edition, _("Sending called off"))
        return HttpResponseRedirect(_page(edition, "change"))

    def note(self, request: HttpRequest, edition: Edition, what: str) -> None:
        """Keep in the history of `edition` what was done."""
        self.log_change(request, edition, [{"changed": {"name": what, "object": str(edition)}}])

    def _edition_for(self, request: HttpRequest, pk: int) -> Edition:
        """With everything that the pages show; for those only who may send."""
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (self.has_view_permission(request, edition) and may_send(request.user, mailed=False)):
            raise PermissionDenied
        return edition

    def _go(self, request: HttpRequest, edition: Edition, form: SendForm, mailed: bool) -> bool:
        """Do what the form says and tell; or put into the form why not."""
        said = form.cleaned_data
        known = {
            "by": request.user,
            "site": request.site,
            "mailed": mailed and said["when"] != SITE,
            "waived": form.reasons,
            "seen": said["seen"],
        }
        try:
            if said["when"] == LATER:
                schedule(edition, at=said["at"], **known)
            else:
                send(edition, **known)
        except NotReady as error:
            form.refuse(error.problems)
            return False
        except NotPossible as error:
            form.add_error(None, str(error))
            return False
        self._tell(request, edition)
        return True

    def _tell(self, request: HttpRequest, edition: Edition) -> None:
        if edition.state == EditionState.SCHEDULED:
            when = date_format(timezone.localtime(edition.scheduled_for), "DATETIME_FORMAT")
            said = _("It goes out on %(when)s (%(zone)s).") % {"when": when, "zone": _zone()}
            self.note(request, edition, _("Scheduled"))
        elif edition.mailing:
            number = edition.mailing.prepared
            said = ngettext(
                "On its way to %(number)d person.", "On its way to %(number)d people.", number
            ) % {"number": number}
            said = self.with_mailing(said, edition.mailing)
            self.note(request, edition, _("Sent"))
        else:
            said = format_html(
                '{} <a href="{}">{}</a>',
                _("It is on the site."),
                edition.get_absolute_url(),
                _("See it on the site"),
            )
            self.note(request, edition, _("Put on the site"))
        self.message_user(request, said, SUCCESS)

    def with_mailing(self, said: str, mailing: Mailing) -> str:
        """`said` with a link to how the mailing is doing."""
        address = self.mailing_page(mailing)
        return (
            format_html('{} <a href="{}">{}</a>', said, address, _("See how it is doing"))
            if address
            else said
        )

    def mailing_page(self, mailing: Mailing) -> str:
        """The page of `mailing` in the back office, "" where it has none."""
        if not self.admin_site.is_registered(Mailing):
            return ""
        return reverse("admin:subscriptions_mailing_change", args=[mailing.pk])

    def mailings_of(self, edition: Edition) -> list[tuple[str, str]]:
        """Kind and page of everything that was mailed of `edition`, oldest first."""
        if not self.admin_site.is_registered(Mailing):
            return []
        rows = Mailing.objects.filter(Q(pk=edition.mailing_id) | Q(first=edition.mailing_id)).order_by("pk")
        return [(row.get_kind_display(), self.mailing_page(row)) for row in rows]

    def _confirmation(
        self, request: HttpRequest, edition: Edition, prepared: Prepared, form: SendForm | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send"),
            "subtitle": str(edition),
            "opts": self.opts,
            "original": edition,
            "summary": summary_of(prepared.content, request.site, prepared.mailing_list),
            "errors": prepared.errors,
            "form": form,
            "zone": _zone(),
            "may_wait": bool(form) and LATER in dict(form.fields["when"].choices),
            "media": self.media,
            "back": _page(edition, "change"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/edition/send.html", context)


def _ways(edition: Edition, request: HttpRequest, prepared: Prepared, mailed: bool) -> list[tuple[str, str]]:
    """What can be chosen; nothing while an error stands in the way."""
    if prepared.errors and {problem.code for problem in prepared.errors} == {"embargo"}:
        return [(LATER, _("Send it later") if mailed else _("Put it on the site later"))]
    if not mailed:
        site = [(SITE, _("Put it on the site now")), (LATER, _("Put it on the site later"))]
        return [] if prepared.errors else site
    mail = [(NOW, _("Send it now")), (LATER, _("Send it later"))]
    only = (SITE, _("Put it on the site now, without mailing it to anybody"))
    if not prepared.errors:
        return [*mail, only]
    # An empty list, say, does not speak against the page.
    return [only] if prepared.may_have_a_page else []


def _next_hour() -> datetime:
    return timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _zone() -> str:
    """The site's time zone by name."""
    return timezone.get_default_timezone_name()


def _page(edition: Edition, name: str) -> str:
    return reverse(f"admin:briefings_edition_{name}", args=[edition.pk])
