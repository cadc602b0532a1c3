"""The extensions that ranking (intarray) and spelling (fuzzystrmatch) need, and an empty index."""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

from search.indexing import schema
from search.indexing.weights import USUAL_LENGTH


def create(apps, editor):
    schema.create(schema.LIVE, USUAL_LENGTH)
    schema.create_indexes(schema.LIVE)
    schema.create_large_index(schema.LIVE)


def drop(apps, editor):
    schema.drop(schema.LIVE)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        CreateExtension("intarray"),
        CreateExtension("fuzzystrmatch"),
        migrations.RunPython(create, drop),
    ]
