"""Editors keep searches that they want to hear about."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("search"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    permissions = Permission.objects.filter(
        content_type__app_label="search", codename__endswith="_savedsearch"
    )
    Group.objects.get(name="Editors").permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_people_and_editions_noted")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
