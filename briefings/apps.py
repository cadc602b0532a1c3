from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingsConfig(AppConfig):
    name = "briefings"
    verbose_name = _("Content")

    def ready(self) -> None:
        from briefings import findable, findable_beside
        from search import entries

        for source in (findable.source(), *findable_beside.sources()):
            entries.register(source)
