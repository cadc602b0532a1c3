from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingsConfig(AppConfig):
    name = "briefings"
    verbose_name = _("Content")

    def ready(self) -> None:
        from briefings import findable
        from search import entries

        entries.register(findable.source())
