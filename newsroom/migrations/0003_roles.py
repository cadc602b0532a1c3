"""Editors also keep the site's record, navigation, pages and front page."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("newsroom"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    Group.objects.get(name="Editors").permissions.add(
        *Permission.objects.filter(content_type__app_label="newsroom")
    )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_epoch"), ("briefings", "0004_roles")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
