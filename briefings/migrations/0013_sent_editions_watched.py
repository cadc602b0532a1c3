"""Sent editions and their corrections are public: writing one moves the content epoch on."""

from django.db import migrations

from briefings.models.epoch import unwatch, watch

TABLES = ["briefings_sentedition", "briefings_sentcorrection"]


class Migration(migrations.Migration):
    dependencies = [("briefings", "0012_edition_lists_and_corrections")]

    operations = [migrations.RunSQL(watch(table), unwatch(table)) for table in TABLES]
