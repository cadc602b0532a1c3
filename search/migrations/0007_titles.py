"""A word in a title counts for more than it did: the index is made anew in the next night, beside the one that is read."""

from django.db import migrations

from search.indexing import schema


class Migration(migrations.Migration):
    dependencies = [("search", "0006_sample")]

    operations = [
        migrations.RunSQL(f"UPDATE {schema.LIVE}.stat SET built_n = 0", migrations.RunSQL.noop),
    ]
