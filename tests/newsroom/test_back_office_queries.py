"""The pages of the back office ask the database little, however many rows there are of everything."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.newsroom import back_office

pytestmark = pytest.mark.django_db

ROWS, MOST = 21, 15  # more rows than the shortest list shows
# What shows a whole publication or edition as readers get it, or all that a deletion takes along.
WHOLE, MOST_OF_WHOLE = ("/preview/", "/send/", "/delete/"), 30
# Says of each saved search, twenty a page, what is new: a search each.
ASKS_EACH = "/admin/search/savedsearch/"


def test_no_page_asks_more_than_fifteen_times(client):
    client.force_login(make.administrator())
    back_office.fill(ROWS)
    costs = {}
    for address in back_office.addresses():
        answer = client.get(address)  # content types and the site's record are remembered
        assert answer.status_code in (200, 302, 400, 403, 404, 405), address
        if back_office.is_page(answer) and address != ASKS_EACH:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            costs[address] = len(queries)
    assert len(costs) > 100
    dear = {address: cost for address, cost in costs.items() if cost > _most(address)}
    assert dear == {}


def _most(address: str) -> int:
    return MOST_OF_WHOLE if address.endswith(WHOLE) else MOST
