"""Old addresses lead to the imported publications."""

from __future__ import annotations

import pytest

from briefings.models import Publication, Redirect

from .importing import import_records, record

pytestmark = pytest.mark.django_db
HOME = "/publications/2024/ports-reopen/"
OPTIONS = {"old_host": ["old.example.org"]}


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("https://old.example.org/2024/05/ports", "/2024/05/ports"),
        ("https://old.example.org/2024/05/ports", "/2024/05/ports/"),
        ("https://OLD.example.org:8080/2024/05/ports/", "/2024/05/ports"),
        ("http://www.old.example.org/ports.html#top", "/ports.html"),
        ("https://old.example.org/?p=12", "/?p=12"),
        ("https://old.example.org/?s=%ED%95%9C", "/?s=%ED%95%9C"),
        ("https://old.example.org/read.php?id=7&x=a%26b", "/read.php?id=7&x=a%26b"),
        ("https://old.example.org/%EB%B8%8C%EB%A6%AC%ED%95%91/", "/%EB%B8%8C%EB%A6%AC%ED%95%91/"),
        ("https://old.example.org/브리핑", "/브리핑/"),
        ("http://127.0.0.1:8000/ours/", "/ours/"),
    ],
)
def test_an_old_address_leads_on(tmp_path, client, source, asked):
    import_records(tmp_path, record(source_url=source), **OPTIONS)
    response = client.get(asked)
    assert response.status_code == 301
    assert response.headers["Location"].partition("?")[0] == HOME


@pytest.mark.parametrize(
    "source",
    [
        "https://elsewhere.example/ports/",
        "https://old.example.org/",
        "ftp://old.example.org/x",
        "http://[",
        "no",
    ],
)
def test_foreign_and_empty_addresses_do_not(tmp_path, source):
    outcome = import_records(tmp_path, record(source_url=source), **OPTIONS)
    assert (outcome.code, outcome.report["redirects"]) == (0, 0)
    assert not Redirect.objects.exists()


def test_a_host_named_only_now_is_made_up_for(tmp_path):
    piece = record(source_url="https://old.example.org/ports/")
    import_records(tmp_path, piece)
    outcome = import_records(tmp_path, piece, **OPTIONS)
    assert (outcome.report["redirects"], outcome.report["unchanged"]) == (1, 1)
    assert import_records(tmp_path, piece, **OPTIONS).report["redirects"] == 0


def test_a_living_address_and_an_editors_redirect_are_left_alone(tmp_path):
    import_records(tmp_path, record())
    Redirect.objects.create(path="/ports/", target="/about/")
    pieces = [
        record("a", title="A", source_url=f"https://old.example.org{HOME}"),
        record("b", title="B", source_url="https://old.example.org/ports/"),
    ]
    import_records(tmp_path, *pieces, **OPTIONS)
    assert list(Redirect.objects.values_list("path", "target")) == [("/ports/", "/about/")]
    assert Publication.objects.count() == 3
