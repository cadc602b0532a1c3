"""People and editions can be found since the search keeps them: those that are there are noted for its worker."""

from django.db import migrations

NOTE = """
INSERT INTO search_change (source, key, noted_at)
SELECT 'person', id, now() FROM briefings_person UNION ALL SELECT 'edition', edition_id, now() FROM briefings_sentedition
"""


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0009_search_watched"), ("briefings", "0013_sent_editions_watched")]

    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
