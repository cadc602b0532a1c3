"""How many queries a public page costs at most, whatever is published; none of them writes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.editions.sending import send
from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db


def fill(pieces: int) -> None:
    SiteRecord.objects.create(name="Garam Institute")
    shared = {
        "series": make.series(),
        "channel": make.channel(),
        "topics": [make.topic()],
        "regions": [make.region()],
        "tags": ["ships"],
        "authors": [make.person("Ana Reyes"), make.person("Bo Lindqvist")],
    }
    for n in range(pieces):
        made = make.briefing(f"Piece {n}", published_at=make.on(2024, 5, 1 + n % 28), **shared)
        if n < 3:
            edition = press.edition(shared["series"], made, number=n + 1, day=date(2024, 6, 1 + n))
            send(edition, site=SiteRecord.current(), mailed=False)


@pytest.mark.parametrize("pieces", [2, 25])
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/publications/2024/piece-1/", 4),
        ("/publications/", 6),
        ("/publications/?topic=trade&kind=briefing", 6),
        ("/series/strait-view/", 6),
        ("/series/strait-view/editions/", 4),
        ("/series/strait-view/2024-06-02/", 5),
        ("/people/ana-reyes/", 6),
        ("/topics/trade/", 6),
        ("/regions/east-asia/", 6),
        ("/tags/ships/", 6),
        ("/the-peninsula/", 6),
        ("/", 8),
        ("/subscribe/", 3),
        ("/feeds/feed.xml", 4),
        ("/series/strait-view/atom.xml", 4),
    ],
)
def test_queries(client, address, most, pieces):
    fill(pieces)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in queries]
    assert len(asked) <= most
    assert all(sql.lstrip("( \n").startswith(("SELECT", "WITH")) for sql in asked)
