"""The site's record, navigation, pages and front page are public too: changing them moves the content epoch on."""

from django.db import migrations

from briefings.models.epoch import unwatch, watch

TABLES = ["newsroom_siterecord", "newsroom_navigationitem", "newsroom_page", "newsroom_frontslot"]


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial"), ("briefings", "0002_guards")]

    operations = [migrations.RunSQL(watch(table), unwatch(table)) for table in TABLES]
