from django.urls import path

from newsroom.demo_mailbox import views

urlpatterns = [
    path("", views.inbox, name="demo-mailbox"),
    path("<str:name>", views.show, name="demo-mail"),
]
