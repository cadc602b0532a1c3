"""Answers of the search are kept for an epoch: it moves on when entries are taken over later than their pieces were
stored, when the index is made anew, and with what stands beside it."""

from django.db import migrations

from briefings.models.epoch import unwatch, watch

EVENTS = {
    "search_aside": "INSERT OR UPDATE OR DELETE",
    "search_change": "DELETE",
    "search_rebuild": "UPDATE OF state",
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_mailings"), ("search", "0003_asides")]

    operations = [migrations.RunSQL(watch(table, events), unwatch(table)) for table, events in EVENTS.items()]
