from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Site")

    def ready(self) -> None:
        from briefings import epoch, media_uses
        from briefings.checks.addresses import Pages
        from newsroom import checks  # noqa: F401 - registers them; models must be loaded first
        from newsroom.models import Page
        from newsroom.used_media import TEXTS, of_the_site
        from search.views.asking import answers

        media_uses.ALSO.append(of_the_site)
        media_uses.TEXTS.extend(TEXTS)
        Pages.rows = staticmethod(lambda slug: Page.objects.filter(slug=slug))
        answers.version = epoch.current  # the search keeps its answers as long as nothing is published
