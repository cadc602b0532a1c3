"""The site's addresses with the mailbox among them, as in the demo."""

from __future__ import annotations

from django.urls import include, path

from newsroom import urls

urlpatterns = [path("demo/mailbox/", include("newsroom.demo_mailbox.urls")), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
