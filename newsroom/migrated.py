"""What the migrations ask of the database. Which of them it lacks is asked at every start of the demo and by every
load balancer, so it is one query, where Django's own way builds the graph of all migrations each time."""

from __future__ import annotations

from functools import cache

from django.contrib.postgres.operations import CreateExtension
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known() -> dict[tuple[str, str], Migration]:
    """Every migration in the code, by app and name."""
    return MigrationLoader(None).disk_migrations


def missing() -> set[tuple[str, str]]:
    """Migrations in the code that this database has not had."""
    return set(known()) - set(MigrationRecorder(connection).applied_migrations())


def extensions() -> set[str]:
    """PostgreSQL's extensions that migrations install."""
    operations = [operation for migration in known().values() for operation in migration.operations]
    return {operation.name for operation in operations if isinstance(operation, CreateExtension)}
