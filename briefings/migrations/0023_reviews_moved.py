"""“In review” was a state of the briefing and is one of its review now: a published piece can have a draft in review."""

from django.db import migrations


def move(apps, schema_editor):
    Briefing, Review = apps.get_model("briefings", "Briefing"), apps.get_model("briefings", "Review")
    waiting = Briefing.objects.filter(state="in_review")
    Review.objects.bulk_create(
        [Review(briefing_id=pk, state="in_review") for pk in waiting.values_list("pk", flat=True)],
        ignore_conflicts=True,
    )
    # What had an address was withdrawn before it was submitted again.
    waiting.exclude(address="").update(state="withdrawn")
    waiting.filter(address="").update(state="draft")


def back(apps, schema_editor):
    Briefing, Review = apps.get_model("briefings", "Briefing"), apps.get_model("briefings", "Review")
    waiting = Review.objects.filter(state="in_review").values("briefing")
    Briefing.objects.filter(pk__in=waiting, state__in=["draft", "withdrawn"]).update(state="in_review")


class Migration(migrations.Migration):
    dependencies = [("briefings", "0022_review")]

    operations = [migrations.RunPython(move, back)]
