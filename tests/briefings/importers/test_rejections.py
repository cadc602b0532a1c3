"""Each bad line is told with its number, id and reason; the others are imported."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from taggit.models import Tag

from briefings.importers import jsonl
from briefings.models import Briefing, Person, Publication

from .importing import import_lines, import_records, record

pytestmark = pytest.mark.django_db

GOOD = json.dumps(record("good")).encode()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b'{"id": NaN}', "not a JSON number"),
        (b"[" * 100_000, "not JSON"),
        (b"1" * 10_000, "not JSON"),
        (b'"text"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"id": "\xff"}', "not UTF-8"),
    ],
)
def test_lines_that_hold_no_record(tmp_path, line, reason):
    outcome = import_lines(tmp_path, line, GOOD)
    assert outcome.code == 1
    assert outcome.report["rejected"][0]["line"] == 1
    assert reason in outcome.report["rejected"][0]["reason"]
    assert "rejected: line 1" in outcome.said
    assert Publication.objects.get().external_id == "good"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": None}, "title"),
        ({"title": " \n"}, "title"),
        ({"title": 7}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"body_html": None}, "body_html"),
        ({"body_html": "<p> <br></p>"}, "body"),
        ({"body_html": ["a"]}, "body_html"),
        ({"body_html": "a\x00"}, "body_html"),
        ({"body_html": None, "parts": [{"heading": "A", "html": " "}]}, "parts"),
        ({"parts": {"heading": "A"}}, "parts"),
        ({"parts": [{"heading": "A"}]}, "parts[0].html"),
        ({"body_html": "<div>" * 5000 + "deep"}, "body"),
        ({"date": "yesterday"}, "date"),
        ({"date": "2024-13-01"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"date": 20240101}, "date"),
        ({"date": "2999-01-01"}, "date"),
        ({"authors": "Ana Reyes"}, "authors"),
        ({"authors": [1]}, "authors[0]"),
        ({"tags": ["x" * 101]}, "tags[0]"),
        ({"tags": ["t"] * 201}, "tags"),
        ({"credits": [{"name": "Ana", "role": "king"}]}, "credits[0].role"),
        ({"credits": [{"name": " ", "role": "editor"}]}, "credits[0].name"),
        ({"credits": ["Ana"]}, "credits[0]"),
        ({"language": "Klingon!"}, "language"),
        ({"status": "hidden"}, "status"),
        ({"image": 3}, "image"),
    ],
)
def test_records_that_are_refused(tmp_path, fields, field):
    outcome = import_records(tmp_path, record("bad", authors=["Nobody"]) | fields, record("good"))
    assert outcome.code == 1
    assert outcome.rejected == [(1, "bad", field)]
    assert Publication.objects.get().external_id == "good"
    assert not Person.objects.exists()


def test_a_record_without_id_is_refused(tmp_path):
    for id in (None, "", 12, "x" * 301):
        assert import_records(tmp_path, record(id)).rejected[0][2] == "id"
    assert not Briefing.objects.exists()


def test_byte_order_mark_blank_lines_and_a_missing_last_newline_are_fine(tmp_path):
    outcome = import_lines(tmp_path, b"\xef\xbb\xbf" + GOOD, b"", b"  \r", json.dumps(record("b")).encode())
    assert (outcome.code, outcome.report["read"]) == (0, 2)


def test_an_endless_line_is_skipped_without_being_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 400)
    outcome = import_lines(tmp_path, b"x" * 5000, GOOD)
    assert (outcome.code, outcome.rejected[0][0]) == (1, 1)
    assert Publication.objects.count() == 1


def test_only_the_record_that_the_database_refuses_is_left_out(tmp_path):
    """Nothing but the database notices what is wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE taggit_tag ADD CONSTRAINT no_storm CHECK (name <> 'Storm')")
    records = [record(str(n), tags=["Storm" if n == 5 else "Calm"]) for n in range(9)]
    outcome = import_records(tmp_path, *records)
    assert outcome.rejected == [(6, "5", "")]
    assert "no_storm" in outcome.report["rejected"][0]["reason"]
    assert Publication.objects.count() == Briefing.objects.count() == 8
    assert list(Tag.objects.values_list("name", flat=True)) == ["Calm"]
