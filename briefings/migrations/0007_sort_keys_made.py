from django.db import migrations

from briefings.sorting import sort_key

MODELS = ("Channel", "Organisation", "Person", "Region", "Series", "Topic")
BATCH = 500


def make(apps, schema_editor):
    """Apart from 0006: a table with pending triggers cannot be altered."""
    for model in MODELS:
        rows = apps.get_model("briefings", model)._base_manager
        for row in rows.only("pk", "name").iterator(chunk_size=BATCH):
            rows.filter(pk=row.pk).update(sort_key=sort_key(row.name))


class Migration(migrations.Migration):
    dependencies = [("briefings", "0006_sort_keys")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
