"""Imports in the back office: upload, see what would happen, then let it happen."""

from __future__ import annotations

import io

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from subscriptions import tasks
from subscriptions.admin.base import ModelAdmin, may, sees_addresses
from subscriptions.importers import Report, Run, Unusable
from subscriptions.models import Import, ImportState

LARGEST = 20 * 1024 * 1024  # bytes; larger files go by the command


class UploadForm(forms.ModelForm):
    """Looks through the whole file before anything of it is kept."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "As Mailchimp, Substack, Ghost, Buttondown, listmonk or Keila export it, or any with addresses."
        ),
    )

    class Meta:
        model = Import
        fields = ["mailing_list", "source"]

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and file.size > LARGEST:
            self.add_error("file", _("This is too large for here. Use manage.py import_subscribers."))
        elif file and cleaned.get("mailing_list"):
            self._look_through(file.read(), file.name, cleaned["mailing_list"])
        return cleaned

    def _look_through(self, content: bytes, name: str, mailing_list) -> None:
        report = Report(name, mailing_list.slug, dry_run=True)
        try:
            Run(report, mailing_list).run(io.BytesIO(content))
        except Unusable as error:
            raise ValidationError({"file": str(error)}) from error
        self.instance.name, self.instance.content = name[:255], content
        self.instance.report = report.as_json()


@admin.register(Import)
class ImportAdmin(ModelAdmin):
    list_display = ["name", "mailing_list", "state", "at", "by"]
    list_select_related = ["mailing_list", "by"]
    change_form_template = "admin/subscriptions/import/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs) if obj else UploadForm

    def get_fields(self, request, obj=None):
        return (
            ["name", "mailing_list", "source", "state", "outcome"]
            if obj
            else ["mailing_list", "source", "file"]
        )

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    def has_view_permission(self, request, obj=None) -> bool:
        return may(request, "import_subscriber") and sees_addresses(request)

    has_add_permission = has_view_permission
    has_module_permission = has_view_permission

    def has_change_permission(self, request, obj=None) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by = request.user
            obj.save()

    def response_add(self, request, obj, post_url_continue=None):
        """To the page that shows what would happen."""
        request.POST = {**request.POST.dict(), "_continue": "1"}
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Import):
        if "_import" in request.POST:
            started = Import.objects.filter(pk=obj.pk, state=ImportState.CHECKED).update(
                state=ImportState.WAITING
            )
            if started:
                tasks.once(tasks.import_file, f"import-{obj.pk}", upload=obj.pk)
                self.message_user(
                    request, _("The import runs in the background. Reload this page to see it done.")
                )
        return HttpResponseRedirect(request.path)

    @admin.display(description=_("what it does"))
    def outcome(self, upload: Import) -> str:
        context = {"report": upload.report, "checked": upload.state == ImportState.CHECKED}
        return render_to_string("admin/subscriptions/report.html", context)
