"""Writers save and submit; editors publish and keep the lists of people, series and topics."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT_BY_EDITORS = ["person", "organisation", "channel", "series", "topic", "region", "format", "redirect"]
VERBS = ("view", "add", "change", "delete")
# What stands inside the form of a briefing, a series or a format has permissions of its own.
INSIDE_BRIEFINGS = [
    f"{verb}_{model}" for model in ("briefingpart", "credit", "briefingdocument") for verb in VERBS
]
INSIDE_OTHERS = [f"{verb}_{model}" for model in ("seriescredit", "formatpart") for verb in VERBS]
WRITERS = [
    *(f"{verb}_{model}" for model in ("briefing", "image", "document") for verb in ("view", "add", "change")),
    *(f"view_{model}" for model in KEPT_BY_EDITORS),
    "add_person",
    "add_organisation",
    *INSIDE_BRIEFINGS,
]
EDITORS = [
    *WRITERS,
    *(f"{verb}_{model}" for model in KEPT_BY_EDITORS for verb in VERBS),
    *INSIDE_OTHERS,
    "delete_briefing",
    "publish_briefing",
    "restore_briefing",
    "delete_image",
    "delete_document",
]


def create(apps, schema_editor):
    # Permissions are otherwise made only after the last migration has run.
    create_permissions(present.get_app_config("briefings"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Writers", WRITERS), ("Editors", EDITORS)):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="briefings", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0003_formats"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
