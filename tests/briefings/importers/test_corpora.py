"""Real archives, where they are at hand: everything is taken, and the second time nothing changes."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from briefings.models import Publication
from tests.briefings.importers.conftest import CORPORA


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "count"), [("frictionless", 146), ("us-president-speeches", 213)])
def test_an_archive_is_taken_whole(name, count):
    file = str(CORPORA / f"{name}.jsonl")
    for _time in range(2):
        out = io.StringIO()
        call_command("import_publications", file, stdout=out, stderr=io.StringIO(), verbosity=0)
    assert f"0 new, 0 changed, {count} unchanged" in out.getvalue()
    assert Publication.objects.count() == count
