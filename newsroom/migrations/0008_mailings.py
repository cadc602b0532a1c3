"""Editors see what became of mailings; the audience's keepers do, too."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

SEEN = ["view_mailing", "view_delivery"]


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("subscriptions"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name in ("Editors", "Audience"):
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="subscriptions", codename__in=SEEN)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0007_editions"),
        ("subscriptions", "0005_mailing_events"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
