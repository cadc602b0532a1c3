from __future__ import annotations

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import ModelAdmin
from briefings.admin.languages import in_languages, translated
from briefings.admin.prose import ProseWidget
from briefings.sanitizing import SanitizedHTMLField
from newsroom.models import NavigationItem, SiteRecord


@admin.register(SiteRecord)
class SiteRecordAdmin(ModelAdmin):
    """One record: its list is its form."""

    form = translated(
        SiteRecord,
        names="name",
        taglines="tagline",
        descriptions="description",
        newsletter_closings="newsletter_closing",
    )
    formfield_overrides = {SanitizedHTMLField: {"widget": ProseWidget}}
    fieldsets = [
        (None, {"fields": in_languages("name", "tagline", "description")}),
        (_("Publisher"), {"fields": ["publisher", "postal_address", "contact_email"]}),
        (_("Newsletters"), {"fields": in_languages("newsletter_closing")}),
    ]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not SiteRecord.objects.exists()

    def get_model_perms(self, request) -> dict[str, bool]:
        """For the menu, which is on every page and should not ask whether the record exists."""
        return {
            "add": False,
            "change": self.has_change_permission(request),
            "delete": False,
            "view": self.has_view_permission(request),
        }

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        record = SiteRecord.objects.first()
        page, args = ("change", [record.pk]) if record else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:newsroom_siterecord_{page}", args=args))

    def response_post_save_change(self, request, obj):
        return HttpResponseRedirect(reverse("admin:index"))

    response_post_save_add = response_post_save_change


@admin.register(NavigationItem)
class NavigationItemAdmin(ModelAdmin):
    list_display = ["label", "url", "place", "language", "position"]
    list_editable = ["position"]
    list_filter = ["place", "language"]
    fields = ["label", "url", ("place", "language"), "position"]
