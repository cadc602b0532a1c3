from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Files in a folder of the test's own, static files without a manifest, quick passwords."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
