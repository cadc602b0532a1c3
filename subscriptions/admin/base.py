"""What these admins share: who may see addresses, and counting that stays quick at a million rows."""

from __future__ import annotations

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNTED = 10_000


def sees_addresses(request: HttpRequest) -> bool:
    return request.user.has_perm("subscriptions.see_addresses")


def may(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"subscriptions.{permission}")


class CappedPaginator(Paginator):
    """Counts no further than 10,000: counting a million rows takes longer than showing twenty of them."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:COUNTED].count()


class ModelAdmin(admin.ModelAdmin):
    list_per_page = 20
    list_max_show_all = 100
    show_full_result_count = False
    paginator = CappedPaginator

    class Media:
        css = {"all": ["subscriptions/admin.css"]}
