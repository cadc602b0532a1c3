from django.db import migrations, models

from briefings.sorting import SortKeyField

MODELS = ("channel", "organisation", "person", "region", "series", "topic")


class Migration(migrations.Migration):
    """Names are sorted as readers look for them, by a key of our own. 0007 makes the keys of those that are there."""

    dependencies = [("briefings", "0005_picture_index")]

    operations = [
        *(
            migrations.AddField(name, "sort_key", SortKeyField(default=""), preserve_default=False)
            for name in MODELS
        ),
        *(
            migrations.AddIndex(name, models.Index(fields=["sort_key", "name"], name=f"{name}_in_order"))
            for name in MODELS
        ),
        *(
            migrations.AlterModelOptions(
                name,
                {
                    "verbose_name": name,
                    "verbose_name_plural": {"person": "people", "series": "series"}.get(name, f"{name}s"),
                    "ordering": [*(["position"] if name == "channel" else []), "sort_key", "name"],
                },
            )
            for name in MODELS
        ),
    ]
