"""A database of somebody's own is looked at before anything is written to it."""

from __future__ import annotations

import psycopg
import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from newsroom import checks, migrated


def found() -> set[str]:
    return {message.id for message in run_checks(tags=["database"], databases=["default"])}


@pytest.mark.django_db
def test_the_tests_own_database_suits():
    assert found() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("oldest", "newest", "expected"), [(98, 99, {"newsroom.E002"}), (1, 2, {"newsroom.W001"})]
)
def test_other_versions_are_named(monkeypatch, oldest, newest, expected):
    monkeypatch.setattr(checks, "OLDEST", oldest)
    monkeypatch.setattr(checks, "NEWEST", newest)
    assert found() == expected


@pytest.mark.django_db
def test_a_missing_extension_is_named(monkeypatch):
    monkeypatch.setattr(migrated, "extensions", lambda: {"pg_trgm", "timetravel"})
    messages = run_checks(tags=["database"], databases=["default"])
    assert [message.id for message in messages] == ["newsroom.E005"]
    assert "timetravel" in messages[0].msg


@pytest.fixture
def database_of(db, monkeypatch):
    """Makes a database with given options and lets the checks ask that one."""
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    address = {
        name: parameters[name]
        for name in ("dbname", "user", "host", "port", "password")
        if name in parameters
    }
    name = f"{connection.settings_dict['NAME']}_other"

    def make(options: str) -> None:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        other = connections["default"].copy()
        other.settings_dict = {**other.settings_dict, "NAME": name}
        others.append(other)
        monkeypatch.setattr(checks, "connections", {"default": other})

    others: list = []
    with psycopg.connect(**address, autocommit=True) as admin:
        yield make
        for other in others:
            other.close()
        admin.execute(f"DROP DATABASE IF EXISTS {name}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'", {"newsroom.E004"}),
        ("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'LATIN1'", {"newsroom.E003"}),
    ],
)
def test_unfit_databases_are_refused(database_of, options, expected):
    database_of(options)
    assert found() == expected
