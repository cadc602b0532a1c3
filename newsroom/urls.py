"""All addresses. The last pattern takes what is left at the root: channels and static pages."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from briefings.urls import with_feeds
from newsroom.views import front

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", front.home, name="home"),
    path("", include("briefings.urls")),
    *with_feeds("<words:slug>/", front.front, "front"),
]
