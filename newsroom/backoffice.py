"""Django's admin with a site of our own, `newsroom.desk`, which needs the models and is therefore loaded after them."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default_site = "newsroom.desk.BackOffice"
