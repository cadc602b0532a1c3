import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which publications link to a piece or show a picture inside a text is asked when either changes."""

    dependencies = [("briefings", "0020_lists_of_the_back_office")]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="refers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=django.contrib.postgres.indexes.GinIndex(fields=["refers"], name="publication_refers"),
        ),
    ]
