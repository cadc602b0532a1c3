"""A row for each check, so that editors have a list to set them in."""

from django.db import migrations

ADVISORY = [
    "outside-links", "words", "headline", "dek", "alt", "credit", "filing", "headings", "sources", "spellings", "similar",
    "level", "accessible",
]  # fmt: skip
BLOCKING = ["placeholders", "links"]
LIMITS = {"headline": 90, "dek": 180, "similar": 60, "level": 30}


def create(apps, schema_editor):
    CheckRule = apps.get_model("briefings", "CheckRule")
    for use, names in (("blocking", BLOCKING), ("advisory", ADVISORY)):
        for name in names:
            CheckRule.objects.get_or_create(name=name, defaults={"use": use, "limit": LIMITS.get(name)})


class Migration(migrations.Migration):
    dependencies = [("briefings", "0016_checks")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
