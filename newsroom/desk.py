"""The admin site: named after the newsroom, its lists grouped as editors think of them, its front a desk with what
waits, and a search over everything it holds."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.i18n import JavaScriptCatalog

from newsroom import dashboard
from newsroom.dashboard import finding
from newsroom.dashboard.look import Look

GROUPS = [
    (
        gettext_lazy("Publishing"),
        ["briefings.Briefing", "briefings.Edition", "briefings.Image", "briefings.Document"],
    ),
    (gettext_lazy("People"), ["briefings.Person", "briefings.Organisation"]),
    (
        gettext_lazy("Sections"),
        ["briefings.Series", "briefings.Channel", "briefings.Topic", "briefings.Region", "taggit.Tag"],
    ),
    (
        gettext_lazy("Mailing lists"),
        [
            f"subscriptions.{name}"
            for name in ("MailingList", "Mailing", "Subscriber", "Import", "Suppression")
        ],
    ),
    (
        gettext_lazy("Search"),
        [f"search.{name}" for name in ("Question", "Synonyms", "Pin", "ProtectedWord", "Rebuild")],
    ),
    (
        gettext_lazy("Site"),
        ["newsroom.FrontSlot", "newsroom.NavigationItem", "newsroom.Page", "newsroom.SiteRecord"],
    ),
    (
        gettext_lazy("Set-up"),
        [
            *(f"briefings.{name}" for name in ("Format", "CheckRule", "Term", "Redirect", "Desk")),
            "auth.User",
            "auth.Group",
            "newsroom.Job",
        ],
    ),
]


class Words(JavaScriptCatalog):
    """Django looks in apps only; the translations of this project are in one place for all its apps."""

    def get_paths(self, packages) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


class BackOffice(AdminSite):
    enable_nav_sidebar = True

    def each_context(self, request) -> dict:
        name = request.site.name_in() if hasattr(request, "site") else "Newsroom"
        return {**super().each_context(request), "site_header": name, "site_title": name}

    index_title = gettext_lazy("Back office")

    def get_urls(self):
        return [
            path("find/", self.admin_view(self.find), name="find"),
            path("find/suggest/", self.admin_view(self.suggest), name="find-suggest"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        look = Look(request)
        may_write = look.may("briefings.add_briefing")
        more = {
            "cards": dashboard.cards(look),
            "may_write": may_write,
            "all_series": look.all_series if may_write else [],
        }
        return super().index(request, {**more, **(extra_context or {})})

    def find(self, request: HttpRequest) -> HttpResponse:
        """Everything that has the words, by kind, as far as the user may see it."""
        words = request.GET.get("q", "")
        request.current_app = self.name
        context = {
            **self.each_context(request),
            "title": _("Search"),
            "words": words,
            "sections": finding.find(request, words, self),
        }
        return TemplateResponse(request, "admin/find.html", context)

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """The first of them as one types, in the form that the search's box reads."""
        sections = finding.find(request, request.GET.get("q", ""), self, most=3)
        titles = [
            {"label": found.label, "url": found.url, "kind_label": section.name}
            for section in sections
            for found in section.found
        ]
        answer = JsonResponse({"words": [], "names": [], "titles": titles[:12]})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def i18n_javascript(self, request, extra_context=None):
        """The words of Django's scripts and of ours."""
        return Words.as_view(packages=["django.contrib.admin"])(request)

    def get_app_list(self, request, app_label=None) -> list[dict]:
        """Django's own lists for one app; else the groups above, and after them whatever they leave out."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        left = {model["model"]._meta.label: (app, model) for app in apps for model in app["models"]}
        groups = []
        for name, labels in GROUPS:
            found = [left.pop(label) for label in labels if label in left]
            if found:
                groups.append({**found[0][0], "name": name, "models": [model for _app, model in found]})
        if left:
            app = next(iter(left.values()))[0]
            groups.append({**app, "name": _("More"), "models": [model for _app, model in left.values()]})
        return groups
