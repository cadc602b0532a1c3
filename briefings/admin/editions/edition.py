"""Editions: the form. List and pages are mixed in from their modules."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import ModelAdmin
from briefings.admin.desks import EditionsWithinDesks
from briefings.admin.editions import starting
from briefings.admin.editions.afterwards import Afterwards
from briefings.admin.editions.form import EditionForm
from briefings.admin.editions.inlines import AmendmentInline, EditionCreditInline, ItemInline
from briefings.admin.editions.keepsafe import EditionKeepsafe
from briefings.admin.editions.listing import EditionList
from briefings.admin.editions.previewing import Previews
from briefings.admin.editions.reconciling import ReconcilingEditions
from briefings.admin.editions.sending import Sending
from briefings.admin.prose import ProseWidget
from briefings.editions import amendments
from briefings.editions.errors import NotPossible
from briefings.editions.locking import lock, may_send, refuse_unless_open
from briefings.models import Edition, Series
from briefings.sanitizing import SanitizedHTMLField, clean


@admin.register(Edition)
class EditionAdmin(
    EditionsWithinDesks,
    ReconcilingEditions,
    EditionKeepsafe,
    EditionList,
    Previews,
    Sending,
    Afterwards,
    ModelAdmin,
):
    form = EditionForm
    inlines = [ItemInline, AmendmentInline, EditionCreditInline]
    autocomplete_fields = ["series"]
    formfield_overrides = {SanitizedHTMLField: {"widget": ProseWidget}}
    fieldsets = [
        (None, {"fields": ["series", ("number", "date", "language")]}),
        (_("In the inbox"), {"fields": ["subject", "preheader"], "classes": ["headlines"]}),
        (_("Introduction"), {"fields": ["intro"]}),
    ]

    class Media:
        css = {"all": ["briefings/admin/working.css"]}
        js = [
            Script(f"briefings/admin/{name}.js", type="module")
            for name in ("unsaved", "guard", "autosave", "presence")
        ]

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return rows.select_related("series__mailing_list", "mailing", "scheduled_by", "mailing_list")

    def get_readonly_fields(self, request, obj=None):
        return ["series", "introduction"] if obj else []

    def get_fieldsets(self, request, obj=None):
        """What cannot be changed is shown as readers see it, without tags."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [*self.fieldsets[:-1], (_("Introduction"), {"fields": ["introduction"]})]

    @admin.display(description=_("introduction"))
    def introduction(self, edition: Edition) -> SafeString:
        return clean(edition.intro)

    def has_change_permission(self, request, obj=None) -> bool:
        """What was approved or sent stays as it is."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_open)

    def view_on_site(self, obj: Edition) -> str | None:
        return obj.get_absolute_url() if obj.sent_at else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        asked = super().get_changeform_initial_data(request)
        asked.pop("series", None)  # whatever somebody typed; `starting` reads it
        return {**asked, **starting.fields(request)}

    def get_inline_instances(self, request, obj=None):
        """Corrections to tell of are not shown where there is none: they come by themselves."""
        found = super().get_inline_instances(request, obj)
        if obj and obj.amendments.exists():
            return found
        return [inline for inline in found if not isinstance(inline, AmendmentInline)]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        return {
            **super().get_formset_kwargs(request, obj, inline, prefix),
            **inline.formset_kwargs(request, obj),
        }

    def add_view(self, request, form_url="", extra_context=None):
        found = starting.proposal(request)
        choices = {"all_series": Series.objects.all(), "chosen": found and found.series}
        return super().add_view(request, form_url, {**choices, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        context["show_send"] = context["may_send"] = may_send(request.user, mailed=False)
        if obj and not obj.is_open:
            context["show_send"] = False
        if obj and obj.mailing:
            context["mailings"] = self.mailings_of(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj: Edition, form: EditionForm, change: bool) -> None:
        """Write only what the form changed, and only while it may be changed: it can have gone out since."""
        if not change:
            self.refuse_beyond(request, obj)
            obj.created_by = request.user
            obj.save()
            amendments.take(obj)
            return
        try:
            refuse_unless_open(lock(obj))
        except NotPossible as error:
            raise PermissionDenied(str(error)) from error
        if form.columns:
            obj.save(update_fields=[*form.columns, "changed_at"])

    def response_add(self, request, obj, post_url_continue=None):
        return self._pressed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._pressed(request, obj) or super().response_change(request, obj)

    def _pressed(self, request: HttpRequest, edition: Edition) -> HttpResponseRedirect | None:
        if "_send" in request.POST:
            return HttpResponseRedirect(reverse("admin:briefings_edition_send", args=[edition.pk]))
        return None
