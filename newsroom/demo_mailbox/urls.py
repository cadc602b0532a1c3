from django.urls import path

from newsroom.demo_mailbox import views

urlpatterns = [
    path("", views.inbox, name="demo-mailbox"),
    path("<str:name>", views.show, name="demo-mail"),
    path("<str:name>/text", views.show, {"form": "text"}, name="demo-mail-text"),
    path("<str:name>/source", views.show, {"form": "source"}, name="demo-mail-source"),
]
