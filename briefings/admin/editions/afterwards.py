"""What can be done once an edition is out: a correction to the same people, and the edition to those who joined since."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.messages import ERROR, SUCCESS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefings.admin.languages import SanitizedField
from briefings.admin.prose import ProseWidget
from briefings.editions import correcting, following_up
from briefings.editions.errors import NotPossible
from briefings.editions.locking import require
from briefings.models import Edition, EditionState
from subscriptions.models import MailingKind
from subscriptions.sending.freezing import audience


class CorrectionForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300, widget=AdminTextInputWidget)
    note = SanitizedField(
        label=gettext_lazy("What was wrong, and what is right"),
        widget=ProseWidget(),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def clean_note(self) -> str:
        """Without words it is no note, whatever tags are left."""
        note = self.cleaned_data["note"]
        if not strip_tags(note).strip():
            raise forms.ValidationError(self.fields["note"].error_messages["required"])
        return note


class LaterForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput)


class Afterwards:
    """Mixin for the admin of editions."""

    def get_urls(self):
        views = {"correct": self.correct_view, "later": self.later_view}
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"briefings_edition_{name}")
            for name, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._sent_or_404(request, pk)
        initial = {
            "subject": correcting.usual_subject(edition),
            "number": correcting.next_number(edition),
        }
        form = CorrectionForm(request.POST or None, initial=initial)
        first, said = edition.mailing, _("It goes onto the page of the edition, which was not mailed.")
        if first:
            number = audience(first.mailing_list, MailingKind.CORRECTION, first).count()
            said = ngettext(
                "It goes to the %(number)d person who had the edition and is still on the list, and onto its page.",
                "It goes to the %(number)d people who had the edition and are still on the list, and onto its page.",
                number,
            ) % {"number": number}

        def correct() -> str:
            correcting.correct(edition, by=request.user, site=request.site, **form.cleaned_data)
            return _("The correction is out.")

        return self._afterwards(request, edition, form, correct, _("Correct"), said)

    def later_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self._sent_or_404(request, pk)
        if edition.mailing is None:
            raise Http404
        form = LaterForm(request.POST or None, initial={"number": following_up.next_round(edition)})
        number = following_up.joined_since(edition)
        said = ngettext(
            "%(number)d person joined “%(list)s” since this edition went out, and will get it as it was sent.",
            "%(number)d people joined “%(list)s” since this edition went out, and will get it as it was sent.",
            number,
        ) % {"number": number, "list": edition.mailing.mailing_list}
        if not number:
            said = _("Nobody has joined “%(list)s” since this edition went out.")
            said %= {"list": edition.mailing.mailing_list}

        def send_later() -> str:
            mailing = following_up.send_later(edition, by=request.user, **form.cleaned_data)
            return self.with_mailing(_("On its way."), mailing)

        title = _("Send to those who joined since")
        return self._afterwards(request, edition, form, send_later, title, said, possible=number > 0)

    def _sent_or_404(self, request: HttpRequest, pk: int) -> Edition:
        edition = self._edition_for(request, pk)
        require(request.user, mailed=edition.mailing is not None, edition=edition)
        if edition.state != EditionState.SENT:
            raise Http404
        return edition

    def _afterwards(
        self,
        request: HttpRequest,
        edition: Edition,
        form: forms.Form,
        act: Callable[[], str],
        title: str,
        said: str,
        *,
        possible: bool = True,
    ) -> HttpResponse:
        """Show the form, or `act` and go back to the edition. `said`: to whom it goes."""
        back = reverse("admin:briefings_edition_change", args=[edition.pk])
        if request.method == "POST" and form.is_valid():
            try:
                self.message_user(request, act(), SUCCESS)
                self.note(request, edition, title)
            except NotPossible as error:
                self.message_user(request, str(error), ERROR)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(edition),
            "opts": self.opts,
            "original": edition,
            "form": form,
            "said": said,
            "possible": possible,
            "media": self.media + form.media,
            "back": back,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/edition/afterwards.html", context)
