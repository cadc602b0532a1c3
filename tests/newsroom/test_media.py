"""Pictures from local storage, and nothing else from there."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_picture_is_served_to_be_kept_for_ever(client):
    image = factories.image()
    answer = client.get(image.file.url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == image.file.read()
    assert answer["Content-Type"] == "image/jpeg"
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in answer
    assert client.get(image.file.url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(image.file.url)["Content-Length"] == str(image.file.size)


def test_documents_are_not_served_from_here(client):
    document = factories.document()
    factories.briefing(documents=[document])
    assert client.get(document.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/0123456789abcdef/missing.jpg",
        "images/0123456789abcdef/../../secret.png",
        "images/0123456789abcdef/%2e%2e/%2e%2e/secret.png",
        "images/..%2fsecret.png",
        "images/0123456789abcdef/page.html",
        "images/0123456789abcdef/drawing.svg",
        "images/0123456789abcdef/",
        "images/",
        "secret.png",
        "cards/../secret.png",
        "cards/a.png\x00.html",
    ],
)
def test_nothing_else_is_served(client, path):
    for name in ("secret.png", "images/0123456789abcdef/page.html", "images/0123456789abcdef/drawing.svg"):
        default_storage.save(name, ContentFile(b"secret"))
    assert client.get(f"/media/{path}").status_code == 404
