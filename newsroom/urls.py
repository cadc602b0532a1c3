"""All addresses. The last pattern takes what is left at the root: channels and static pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from briefings.urls import with_feeds
from newsroom import health
from newsroom.views import front, language, media, wellknown

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *([path("demo/mailbox/", include("newsroom.demo_mailbox.urls"))] if settings.DEMO else []),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("sitemap-pages.xml", wellknown.sitemap, name="sitemap-pages"),
    path("language/", language.choose, name="language"),
    path("", include("search.urls")),
    path("", include("subscriptions.urls")),
    path("", front.home, name="home"),
    path("", include("briefings.urls")),
    re_path(rf"^media/{media.PICTURE}", media.picture, name="picture"),
    *with_feeds("<words:slug>/", front.front, "front"),
]

handler400 = "newsroom.views.errors.bad_request"
handler403 = "newsroom.views.errors.refused"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.failed"
