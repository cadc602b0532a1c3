"""What the contract promises of `import_publications`."""

from __future__ import annotations

import gc
import json
import unicodedata
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from briefings import drafting
from briefings.models import Briefing, Channel, Publication, Version

from .importing import import_records, record

pytestmark = pytest.mark.django_db

WHOLE = record(
    title="Yards\u00a0 hire again",
    summary="Why the yards hire.",
    authors=["Ana Reyes", "Ben Okafor"],
    credits=[{"name": "Mira Ito", "role": "editor"}],
    tags=["Shipping", "Wages"],
    topics=["Trade"],
    regions=["East Asia"],
    series="Strait View",
    channel="The Peninsula",
    kind="report",
)


def test_a_record_becomes_a_publication(tmp_path, client):
    outcome = import_records(tmp_path, WHOLE)
    assert outcome.code == 0
    publication = Publication.objects.get(external_id="one")
    said = publication.says
    assert publication.get_absolute_url() == "/publications/2024/yards-hire-again/"
    assert (publication.title, publication.kind, publication.byline) == (
        "Yards hire again",
        "report",
        "Ana Reyes and Ben Okafor",
    )
    assert [credit.to.name for credit in said.credits] == ["Ana Reyes", "Ben Okafor", "Mira Ito"]
    assert (said.summary, said.series.name, said.channel.name) == (
        "Why the yards hire.",
        "Strait View",
        "The Peninsula",
    )
    assert [tag.name for tag in said.tags] == ["Shipping", "Wages"]
    assert said.parts[0].html == "<p>The ports reopened.</p>"
    assert b"The ports reopened." in client.get(publication.get_absolute_url()).content


def test_memory_is_looked_after_as_before_when_an_import_is_over(tmp_path):
    before = gc.get_threshold(), gc.get_freeze_count()
    import_records(tmp_path, WHOLE)
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_everything_is_stored_composed(tmp_path):
    given = {
        **WHOLE,
        "title": "Café 한국",
        "summary": "é",
        "authors": ["Renée"],
        "tags": ["교육", "e\x08\u0301"],
    }
    given |= {"parts": [{"heading": "Où", "html": "<p>조선 é</p>"}], "topics": ["무역"], "series": "흐름"}
    decomposed = unicodedata.normalize("NFD", json.dumps(given, ensure_ascii=False))
    import_records(tmp_path, json.loads(decomposed))
    said = json.dumps(Version.objects.get().content, ensure_ascii=False)
    assert unicodedata.is_normalized("NFC", said)
    assert "조선 é" in said


def test_the_version_is_what_saving_in_the_back_office_would_have_frozen(tmp_path):
    import_records(tmp_path, {**WHOLE, "tags": ["b", "A", "ä", "한"], "topics": ["Z", "y", "X"]})
    briefing = Briefing.objects.get()
    assert briefing.latest_version.note == "import"
    assert drafting.freeze(briefing) == briefing.latest_version
    assert Version.objects.count() == 1


def test_a_day_is_midnight_in_the_sites_zone(tmp_path, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    import_records(tmp_path, record(date="2024-01-01"))
    assert Publication.objects.get().published_at == datetime(2023, 12, 31, 15, tzinfo=UTC)
    assert Publication.objects.get().year == 2024


def test_a_moment_keeps_its_offset(tmp_path):
    import_records(tmp_path, record(date="2024-01-01T08:30:00+09:00"))
    assert Publication.objects.get().published_at == datetime(2023, 12, 31, 23, 30, tzinfo=UTC)


def test_a_record_without_date_is_an_undated_archive_piece(tmp_path):
    import_records(tmp_path, record(date=None))
    publication = Publication.objects.get()
    assert publication.published_at is None
    assert publication.get_absolute_url() == "/publications/undated/ports-reopen/"


def test_equal_titles_get_distinct_slugs_that_stay(tmp_path):
    records = [record(str(n), title="주간 브리핑") for n in range(21)]
    import_records(tmp_path, *records)
    slugs = dict(Publication.objects.values_list("external_id", "slug"))
    assert slugs["0"] == "주간-브리핑"
    assert slugs["20"] == "주간-브리핑-21"
    assert len(set(slugs.values())) == 21
    import_records(tmp_path, *(one | {"summary": "New."} for one in reversed(records)))
    assert dict(Publication.objects.values_list("external_id", "slug")) == slugs


def test_a_draft_is_kept_from_readers(tmp_path):
    outcome = import_records(tmp_path, record(status="draft", date="2999-01-01"))
    assert outcome.code == 0
    assert Briefing.objects.get().state == "draft"
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("kind", "kept"), [(None, "article"), ("events", "event"), ("News", "article"), ("paper", "paper")]
)
def test_kinds(tmp_path, kind, kept):
    import_records(tmp_path, record(kind=kind))
    assert Publication.objects.get().kind == kept


def test_an_unknown_kind_is_an_article_and_a_warning(tmp_path):
    outcome = import_records(tmp_path, record(kind="sonnet"))
    assert outcome.code == 0
    assert Publication.objects.get().kind == "article"
    assert "sonnet" in outcome.warnings[0]


@pytest.mark.parametrize(("given", "kept"), [("ko-KR", "ko"), ("EN", "en"), (None, "en"), ("pt-BR", "pt-BR")])
def test_languages(tmp_path, given, kept):
    import_records(tmp_path, record(language=given))
    assert Publication.objects.get().language == kept


def test_a_dry_run_stores_nothing_and_reports_all(tmp_path):
    outcome = import_records(tmp_path, WHOLE, record("two", title=""), dry_run=True)
    assert (outcome.code, outcome.report["created"], len(outcome.rejected)) == (1, 1, 1)
    assert not Briefing.objects.exists()
    assert not Channel.objects.exists()


def test_fields_that_are_not_imported_are_reported(tmp_path):
    outcome = import_records(tmp_path, record(votes=3), record("two", votes=4))
    assert outcome.report["ignored_fields"] == {"votes": 2}


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_an_unusable_file_is_told_from_a_bad_record(tmp_path, name):
    with pytest.raises(CommandError) as caught:
        call_command("import_publications", str(tmp_path / name))
    assert caught.value.returncode == 2


def test_an_empty_file_holds_nothing_to_reject(tmp_path):
    assert import_records(tmp_path).code == 0
