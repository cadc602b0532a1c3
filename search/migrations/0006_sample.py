"""The random sample that tells how many match has an index of its own."""

from django.db import migrations

from search.indexing import schema


class Migration(migrations.Migration):
    dependencies = [("search", "0005_sequences")]

    operations = [
        migrations.RunSQL(schema.SAMPLE_INDEX.format(s=schema.LIVE), migrations.RunSQL.noop),
    ]
