"""Addresses of the mailing lists. GET shows, POST acts."""

from __future__ import annotations

from django.urls import path

from subscriptions.views import confirm, events, links, own, preferences, signup, unsubscribe

urlpatterns = [
    path("l/<str:code>/", links.link, name="counted-link"),
    path("subscribe/", signup.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", confirm.confirm, name="confirm-subscription"),
    path("mail/webhooks/<slug:provider>/", events.events, name="mail-events"),
    path("preferences/", preferences.ask, name="preferences-link"),
    path("preferences/<str:token>/", preferences.show, name="preferences"),
    path("preferences/data/<str:token>/", own.data, name="own-data"),
    path("preferences/erase/<str:token>/", own.erase, name="own-erasure"),
    path("preferences/address/<str:token>/", own.address, name="new-address"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("unsubscribe/undo/<str:token>/", unsubscribe.undo, name="undo-unsubscribing"),
    path("unsubscribe/reason/<str:token>/", unsubscribe.reason, name="reason-for-leaving"),
]
