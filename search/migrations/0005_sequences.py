"""An index of a former form begins anew, and all that it held is noted, so that the worker takes it over within two
minutes."""

from django.db import migrations

from search.indexing import schema
from search.indexing.weights import USUAL_LENGTH

_COLUMN = """
SELECT EXISTS (SELECT FROM information_schema.columns
                WHERE table_schema = %s AND table_name = 'doc' AND column_name = 'sequence')"""
_NOTE = f"""
INSERT INTO search_change (source, key, noted_at)
SELECT source, key, now() - interval '1 hour' FROM {schema.LIVE}.entry"""


def renew(apps, editor):
    with editor.connection.cursor() as cursor:
        cursor.execute(_COLUMN, [schema.LIVE])
        if cursor.fetchone()[0]:
            return
        cursor.execute(_NOTE)
    schema.drop(schema.LIVE)
    schema.create(schema.LIVE, USUAL_LENGTH)
    schema.create_indexes(schema.LIVE)
    schema.create_large_index(schema.LIVE)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_news_kept")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
