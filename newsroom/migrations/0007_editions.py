"""Writers compose editions; editors also send them."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

INSIDE = [
    f"{verb}_{model}"
    for model in ("editionitem", "editioncredit")
    for verb in ("view", "add", "change", "delete")
]
WRITERS = ["view_edition", "add_edition", "change_edition", *INSIDE]
EDITORS = [*WRITERS, "delete_edition", "send_edition"]


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("briefings"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Writers", WRITERS), ("Editors", EDITORS)):
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="briefings", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_newsletter_closing"),
        ("briefings", "0012_edition_lists_and_corrections"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
