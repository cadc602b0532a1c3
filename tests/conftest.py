from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation

from search.indexing.weights import USUAL_LENGTH

OF_THE_INDEX = ("doc", "entry", "facet", "overflow", "part", "score", "term", "word")


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Files in a folder of the test's own, static files without a manifest, quick passwords, the usual language."""
    translation.deactivate()  # a request of the test before may have left its own
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SEARCH_LOG = False  # it writes from a thread of its own
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def what_migrations_brought(**_signal) -> None:
    """Tests that commit end with empty tables; Django then tells so. Formats, roles and the epoch come back."""
    Format, Epoch = apps.get_model("briefings", "Format"), apps.get_model("briefings", "ContentEpoch")
    if Format.objects.exists():
        return
    import_module("briefings.migrations.0003_formats").create(apps, None)
    import_module("briefings.migrations.0004_roles").create(apps, None)
    import_module("newsroom.migrations.0003_roles").grant(apps, None)
    import_module("newsroom.migrations.0004_search").grant(apps, None)
    import_module("newsroom.migrations.0005_mailing_lists").grant(apps, None)
    import_module("newsroom.migrations.0007_editions").grant(apps, None)
    import_module("newsroom.migrations.0008_mailings").grant(apps, None)
    import_module("newsroom.migrations.0011_saved_searches").grant(apps, None)
    import_module("briefings.migrations.0017_checks_set").create(apps, None)
    import_module("newsroom.migrations.0012_checks").grant(apps, None)
    import_module("newsroom.migrations.0013_desk_roles").grant(apps, None)
    import_module("newsroom.migrations.0015_jobs_of_administrators").grant(apps, None)
    with connection.cursor() as cursor:
        # The search's index is no model's table: Django leaves it as it is.
        for table in OF_THE_INDEX:
            cursor.execute(f"DELETE FROM search_index.{table}")
        cursor.execute(
            "UPDATE search_index.stat SET n = 0, usual = %s, built_n = 0, built_at = NULL", [USUAL_LENGTH]
        )
        cursor.execute(f"INSERT INTO {Epoch._meta.db_table} (id, value, changed_at) VALUES (1, 1, now())")


@pytest.fixture(scope="session", autouse=True)
def restored_after_committing_tests():
    post_migrate.connect(what_migrations_brought, sender=apps.get_app_config("newsroom"))


def pytest_terminal_summary(terminalreporter) -> None:
    """Why tests were skipped: a line a reason, not a line a test."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.getreports("skipped"))
    for reason, number in reasons.items():
        terminalreporter.write_line(f"{number} skipped: {reason.removeprefix('Skipped: ')}")
