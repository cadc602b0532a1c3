from django.db import migrations, models


class Migration(migrations.Migration):
    """Which publications show a picture is asked each time the picture is saved."""

    dependencies = [("briefings", "0004_roles")]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(models.F("card__figure__id"), name="publication_picture"),
        )
    ]
