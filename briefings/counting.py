"""Series, topics, people… with the number of their publications, each counted by the query that lists the same."""

from __future__ import annotations

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from taggit.models import Tag

from briefings.models import Person, Publication, PublicationCredit, Series, Topic
from briefings.sorting import reading_order

_LISTED = Q(publications__retracted=False)


def series() -> list[Series]:
    """Series with `publications_number` and the date of the `newest`; the ones most lately published in come first."""
    found = Series.objects.select_related("channel").annotate(
        publications_number=Count("publications", filter=_LISTED),
        newest=Max("publications__published_at", filter=_LISTED),
    )
    return list(found.order_by(F("newest").desc(nulls_last=True), "sort_key", "name"))


def topics() -> list[Topic]:
    """Topics that have publications, with `publications_number`, by name."""
    found = Topic.objects.annotate(publications_number=Count("publications", filter=_LISTED))
    order = reading_order()
    return sorted(found.exclude(publications_number=0), key=lambda topic: order(topic.name_in()))


def people() -> QuerySet:
    """People credited in listed publications, with `publications_number`, in no order; only their names are read."""
    credits = (
        PublicationCredit.objects.filter(person=OuterRef("pk"), publication__retracted=False)
        .order_by()
        .values("person")
        .annotate(n=Count("publication", distinct=True))
        .values("n")
    )
    found = Person.objects.annotate(publications_number=Subquery(credits)).exclude(publications_number=None)
    return found.only("name", "names", "slug").order_by()


def tags() -> QuerySet:
    """Tags that listed publications carry, with `publications_number`, in no order."""
    return Tag.objects.filter(_LISTED).annotate(publications_number=Count("publications")).order_by()


def public_tags() -> QuerySet:
    """Ids of the tags that listed publications carry, for a condition."""
    return Publication.tags.through.objects.filter(publication__retracted=False).values("tag_id")
