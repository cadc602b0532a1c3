"""The picture of a record."""

from __future__ import annotations

import pytest
from PIL import Image as Picture

from briefings.models import Image, Publication

from .importing import import_records, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def crane(tmp_path):
    (tmp_path / "pictures").mkdir()
    Picture.new("RGB", (60, 40), "navy").save(tmp_path / "pictures" / "crane.png")
    return {"file": "pictures/crane.png", "alt": "A crane at dusk", "credit": "Ben Okafor"}


def test_a_file_beside_the_imported_one_becomes_the_picture(tmp_path, crane):
    outcome = import_records(tmp_path, record(image=crane), record("two", image={**crane, "alt": "Other"}))
    first, second = (p.says.figure for p in Publication.objects.order_by("pk"))
    assert (outcome.warnings, Image.objects.count()) == ([], 1)
    assert (first.alt, first.credit, second.alt) == ("A crane at dusk", "Ben Okafor", "Other")


@pytest.mark.parametrize(
    "image",
    [
        "https://old.example.org/crane.png",
        "missing.png",
        "pictures/crane.png",
        {"file": "../report.json", "alt": "A"},
        {"file": "publications.jsonl", "alt": "A"},
    ],
)
def test_what_cannot_be_used_is_a_warning_and_the_text_is_imported(tmp_path, crane, image):
    outcome = import_records(tmp_path, record(image=image))
    assert (outcome.code, len(outcome.warnings)) == (0, 1)
    assert Publication.objects.get().says.figure is None
    assert not Image.objects.exists()
