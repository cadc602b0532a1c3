"""Lists stand on public pages: changing one moves the content epoch on. Editors keep lists and look after readers."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

from briefings.models.epoch import unwatch, watch

LIST = "subscriptions_mailinglist"
LISTS = [f"{verb}_mailinglist" for verb in ("view", "add", "change")]
READERS = ["view_subscriber", "add_subscriber", "change_subscriber", "see_addresses", "import_subscriber"]
KEPT = ["view_event", "view_import", "view_suppression", "view_wording"]
EDITORS = [*LISTS, *READERS, *KEPT, "send_to_mailinglist"]
# Taking addresses out of the house and erasing people are for few.
AUDIENCE = [
    *EDITORS,
    "delete_mailinglist",
    "delete_subscriber",
    "export_subscriber",
    "add_suppression",
    "delete_suppression",
]


def grant(apps, schema_editor):
    create_permissions(present.get_app_config("subscriptions"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Editors", EDITORS), ("Audience", AUDIENCE)):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="subscriptions", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_search"),
        ("briefings", "0002_guards"),
        ("subscriptions", "0002_guards"),
    ]

    operations = [
        migrations.RunSQL(watch(LIST), unwatch(LIST)),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
