from __future__ import annotations

import pytest

from briefings.editions import rendering
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.briefings.editions import press


@pytest.fixture
def site(db) -> SiteRecord:
    return press.site()


@pytest.fixture
def editor(db) -> Desk:
    return Desk(make.editor())


@pytest.fixture
def writer(db) -> Desk:
    return Desk(make.writer())


@pytest.fixture
def errors_only(monkeypatch):
    """Whatever preflight would rather see otherwise: these tests are about something else."""
    found = rendering.problems
    monkeypatch.setattr(
        rendering,
        "problems",
        lambda *args, **known: [p for p in found(*args, **known) if rendering.is_error(p)],
    )
