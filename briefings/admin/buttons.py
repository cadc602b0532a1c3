"""The buttons under the form. Each acts after everything on the screen has been saved, so what is published is what
is shown. The draft stays saved whatever a button runs into. Preview alone shows the screen and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import ERROR, SUCCESS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from briefings import publishing
from briefings.models import Briefing, State


class Buttons:
    """Mixin for the admin of briefings."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._pressed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._pressed(request, obj) or super().response_change(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_publish = self.may_decide(request, "publish_briefing", obj)
        state = obj.state if obj else State.DRAFT
        editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context.update(
            {
                "show_save_and_add_another": False,
                "show_preview": editable and not context["is_popup"],
                "show_publish": editable and may_publish and not context["is_popup"],
                "show_correct": editable and may_publish and state == State.PUBLISHED,
                "is_public": state == State.PUBLISHED,
                "may_publish": may_publish,
            }
        )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _pressed(self, request: HttpRequest, briefing: Briefing) -> HttpResponse | None:
        """What follows the button that was pressed; None for the plain ways of saving."""
        if "_preview" in request.POST:
            # Shown in a tab of its own while the form stays open: if this were kept, sending the form again would
            # add its new rows once more.
            page = self.preview(request, briefing)
            transaction.set_rollback(True)
            return page
        here = HttpResponseRedirect(_page(briefing, "change"))
        for name in ("correct", "plan"):
            if f"_{name}" in request.POST:
                return HttpResponseRedirect(_page(briefing, name))
        for name, verb in {"_publish": _publish, **self.review_verbs(request)}.items():
            if name in request.POST:
                if self._try(request, briefing, verb) and verb is _publish:
                    self.say_what_is_open(request, briefing)
                return here
        return None

    def _try(self, request: HttpRequest, briefing: Briefing, verb: Callable[..., str]) -> bool:
        """Do it and say so, or say why not; whether it was done."""
        try:
            done = verb(briefing, by=request.user)
        except publishing.NotReady as error:
            self.message_user(request, _("Saved, but not published:"), ERROR)
            for problem in error.problems:
                self.message_user(request, self._pointing(briefing, problem), ERROR)
            if any(problem.waivable for problem in error.problems):
                link = format_html(
                    '<a href="{}">{}</a>', _page(briefing, "checks"), _("Waive with a reason…")
                )
                self.message_user(request, link, ERROR)
            return False
        except (publishing.NotAllowed, publishing.NotPossible) as error:
            self.message_user(request, str(error), ERROR)
            return False
        self.message_user(request, done, SUCCESS)
        return True

    def _pointing(self, briefing: Briefing, problem: publishing.Problem) -> str:
        """The problem with a link to the field it is about."""
        where = f"id_{problem.where}"
        if problem.where.startswith("part:"):
            keys = list(briefing.parts.values_list("key", flat=True))
            key = problem.where.removeprefix("part:")
            if key not in keys:
                return problem.message
            where = f"id_parts-{keys.index(key)}-body"
        target = f"{_page(briefing, 'change')}#{where}"
        return format_html('<a href="{}">{}</a>', target, problem.message)


def _publish(briefing: Briefing, *, by) -> str:
    was_public = briefing.state == State.PUBLISHED
    publication = publishing.publish(briefing, by=by)
    said = _("The changes are public.") if was_public else _("Published.")
    return format_html(
        '{} <a href="{}">{}</a>', said, publication.get_absolute_url(), _("See it on the site")
    )


def _page(briefing: Briefing, name: str) -> str:
    return reverse(f"admin:briefings_briefing_{name}", args=[briefing.pk])
