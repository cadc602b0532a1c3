"""The pages of the back office ask the database little, however many rows there are of everything."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.models import BriefingPart, Edition, Image, Person, Publication, Series, Topic
from newsroom.models import SiteRecord
from tests import factories as make
from tests.newsroom import back_office

pytestmark = pytest.mark.django_db

ROWS, MOST = 21, 15  # more rows than the shortest list shows
OURS = {"newsroom", "briefings", "search", "subscriptions"}


@pytest.mark.parametrize(("user", "pages"), [(make.administrator, 100), (make.editor, 70)])
def test_no_page_asks_more_than_fifteen_times(client, user, pages):
    client.force_login(user())
    back_office.fill(ROWS)
    refer_to_everything()
    remembered = [one for one in gc.get_objects() if _is_memory_of_ours(one)]
    costs = {}
    for address in back_office.addresses():
        answer = client.get(address)  # content types are remembered
        assert answer.status_code in (200, 302, 400, 403, 404, 405), address
        if back_office.is_page(answer) or (answer.status_code == 200 and address.endswith("/preview/")):
            for memory in remembered:
                memory.cache_clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            costs[address] = len(queries)
    assert len(costs) > pages and len(remembered) > 10
    assert {address: cost for address, cost in costs.items() if cost > MOST} == {}


def refer_to_everything() -> None:
    """From every text that previews show."""
    of_each = [("publication", Publication), ("person", Person), ("series", Series), ("topic", Topic)]
    links = [
        f'<a data-ref="{kind}:{model._base_manager.first().pk}" href="/p/x">x</a>' for kind, model in of_each
    ]
    text = f'<p>{" ".join(links)}</p><figure data-image="{Image.objects.first().pk}"></figure>'
    for row in [*BriefingPart.objects.filter(key="implication"), *Edition.objects.all()]:
        setattr(row, "body" if isinstance(row, BriefingPart) else "intro", text)
        row.save()
    site = SiteRecord.objects.get()
    site.newsletter_closing = text
    site.save()


def _is_memory_of_ours(thing) -> bool:
    """What a process that has just begun has not got yet."""
    # Not isinstance, which has lazy things that earlier tests left find out what they are.
    if type(thing) is not _lru_cache_wrapper:
        return False
    return (getattr(thing, "__module__", None) or "").partition(".")[0] in OURS
