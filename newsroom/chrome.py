"""What stands round every page: the site's record, its navigation, the total index, the lists that one can sign up
for. One query, once an epoch."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.safestring import SafeString

from briefings import epoch
from briefings.listing import everything
from briefings.models import ContentEpoch
from newsroom.models import NavigationItem, SiteRecord
from subscriptions.models import MailingList


@dataclass(frozen=True)
class Chrome:
    """`navigation` holds place, language, label and url of each item, in order; `open_lists` the short names of lists.

    `rendered` holds HTML made of the others (frame.py): being kept here, it is never older than they are.
    """

    site: SiteRecord
    navigation: list[dict]
    total_index: int
    open_lists: frozenset[str] = frozenset()
    rendered: dict[Hashable, SafeString] = field(default_factory=dict, compare=False)


def current() -> Chrome:
    """As it is now; kept while the content epoch lasts."""
    return epoch.remember("chrome", _read)


def _read() -> Chrome:
    """The total index is the number of what `/publications/` lists, counted by the query that lists it."""
    items = NavigationItem.objects.values(
        item=JSONObject(place="place", language="language", label="label", url="url")
    )
    total = everything().order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    columns = [field.attname for field in SiteRecord._meta.concrete_fields]
    record = SiteRecord.objects.filter(pk=1).values(record=JSONObject(**{name: name for name in columns}))
    # The epoch's row is always there, so one query is enough even where nobody has described the site yet.
    lists = MailingList.objects.public().order_by().values("slug")
    found = ContentEpoch.objects.values_list(
        Subquery(record), ArraySubquery(items), Subquery(total), ArraySubquery(lists)
    ).first()
    site, navigation, number, slugs = found or (None, [], 0, [])
    kept = SiteRecord(**(site or {"id": 1, "name": "Newsroom"}))
    return Chrome(kept, navigation, number or 0, frozenset(slugs))
