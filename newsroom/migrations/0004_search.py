"""Editors keep the search's synonyms, pinned results and protected words, which change what readers see."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

from briefings.models.epoch import unwatch, watch

KEPT = ("synonyms", "pin", "pinnedentry", "protectedword")


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("search"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codenames = [f"{verb}_{model}" for model in KEPT for verb in ("view", "add", "change", "delete")]
    codenames += ["view_question", "view_rebuild"]
    permissions = Permission.objects.filter(content_type__app_label="search", codename__in=codenames)
    Group.objects.get(name="Editors").permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_roles"), ("search", "0002_index")]

    operations = [
        *(migrations.RunSQL(watch(f"search_{model}"), unwatch(f"search_{model}")) for model in KEPT),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
