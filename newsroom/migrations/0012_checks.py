"""Editors set the checks and keep the list of spellings; writers look them up."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITERS = ["view_checkrule", "view_term"]
EDITORS = [*WRITERS, "change_checkrule", "add_term", "change_term", "delete_term"]


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("briefings"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Writers", WRITERS), ("Editors", EDITORS)):
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="briefings", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0011_saved_searches"),
        ("briefings", "0017_checks_set"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
