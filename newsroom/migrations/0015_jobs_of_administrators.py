"""Administrators look after background jobs, too."""

from importlib import import_module

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("newsroom"), verbosity=0, apps=apps)
    import_module("newsroom.migrations.0013_desk_roles").settle(apps)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_jobs")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
