"""What a saved search found last is kept with it: its list shows that, and asks afterwards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_asides")]

    operations = [
        migrations.AddField(
            model_name="savedsearch",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="asked"),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="found",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
