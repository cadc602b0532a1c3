from __future__ import annotations

import pytest

from tests import factories as make
from tests.briefings.admin.desk import Desk


@pytest.fixture
def editor(db) -> Desk:
    return Desk(make.editor())


@pytest.fixture
def writer(db) -> Desk:
    return Desk(make.writer())


@pytest.fixture
def administrator(db) -> Desk:
    return Desk(make.administrator())
