"""What would go with a row and what keeps it from being deleted, in numbers. Django lists each row, with a query for every
kind and more for their names: of a series with a thousand briefings nobody reads that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.admin.utils import model_ngettext
from django.db.models import CASCADE, PROTECT, Count, IntegerField, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Counted:
    """Mixin for an admin of rows that others refer to. What hangs on those others is not followed, so a model whose
    deletion takes along more than one generation keeps Django's own list."""

    def get_deleted_objects(self, objs: Iterable, request: HttpRequest):
        """What would go, how much of each kind, for which kinds the right is missing, what stands in the way."""
        rows = list(objs)
        going, counts, missing, protecting = [], {self.opts.verbose_name_plural: len(rows)}, set(), []
        if not self.has_delete_permission(request, rows[0] if len(rows) == 1 else None):
            missing.add(self.opts.verbose_name)
        for relation, number in self._referring(rows):
            model = relation.related_model
            said = f"{number} {model_ngettext(model, number)}"
            if relation.on_delete is PROTECT:
                protecting.append(self._listed(relation, rows, said))
                continue
            going.append(said)
            plural = model._meta.verbose_name_plural
            counts[plural] = counts.get(plural, 0) + number
            if self.admin_site.is_registered(model) and not self.admin_site.get_model_admin(
                model
            ).has_delete_permission(request):
                missing.add(model._meta.verbose_name)
        return [*map(str, rows), *([going] if going else [])], counts, missing, protecting

    def _referring(self, rows: list) -> Iterator[tuple]:
        """The relations by which others refer to `rows`, with their number, in one query."""
        fields = self.opts.get_fields(include_hidden=True)
        relations = [one for one in fields if getattr(one, "on_delete", None) in (CASCADE, PROTECT)]
        asked = [
            one.related_model._base_manager.filter(**{f"{one.field.name}__in": rows})
            .order_by()
            .annotate(nth=Value(nth, IntegerField()))
            .values("nth")
            .annotate(referring=Count("pk"))
            .values_list("nth", "referring")
            for nth, one in enumerate(relations)
        ]
        found = dict(asked[0].union(*asked[1:], all=True).order_by())
        yield from ((one, found[nth]) for nth, one in enumerate(relations) if found.get(nth))

    def _listed(self, relation, rows: list, said: str) -> SafeString | str:
        """`said`, leading to the list of those rows where there is one."""
        meta = relation.related_model._meta
        if len(rows) != 1 or not self.admin_site.is_registered(relation.related_model):
            return said
        listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        name = f"{relation.field.name}__id__exact"
        return format_html('<a href="{}?{}={}">{}</a>', listed, name, rows[0].pk, said)
