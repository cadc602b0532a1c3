"""What the mailing lists learn of this site: its record, and the newest edition of the series that names a list, or the
newest publication where it has none."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from briefings.editions.mail.publisher import publisher_of
from briefings.models import Publication, SentEdition, Series
from newsroom.models import SiteRecord
from subscriptions.host import Latest, Publisher


class Newsroom:
    """`subscriptions.host.Host` of this project."""

    def publisher(self) -> Publisher:
        return publisher_of(SiteRecord.current())

    def latest(self, slugs: list[str]) -> dict[str, Latest]:
        """The latest edition, which is what the list sent; else the latest piece, in its language where there is any."""
        found = _editions(slugs)
        return found | _publications([slug for slug in slugs if slug not in found])

    def archive(self, slug: str) -> str:
        series = Series.objects.filter(mailing_list=slug).first()
        return series.get_absolute_url() if series else ""


def _editions(slugs: list[str]) -> dict[str, Latest]:
    rows = SentEdition.objects.filter(series__mailing_list__in=slugs).select_related("series")
    newest = (
        rows.order_by("series__mailing_list_id", "-date").distinct("series__mailing_list_id").defer("content")
    )
    return {
        one.series.mailing_list_id: Latest(one.subject, one.get_absolute_url(), one.sent_at, one.language)
        for one in newest
    }


def _publications(slugs: list[str]) -> dict[str, Latest]:
    in_series = Publication.objects.listed().filter(series=OuterRef("pk"), published_at__isnull=False)
    newest = in_series.newest_first().values("pk")
    in_its_language = newest.filter(language=OuterRef("mailing_list__language"))
    either = Coalesce(Subquery(in_its_language[:1]), Subquery(newest[:1]))
    of_each = Series.objects.filter(mailing_list__in=slugs).values(newest=either)
    shown = Publication.objects.filter(pk__in=of_each).select_related("series").cards()
    return {
        one.series.mailing_list_id: Latest(one.title, one.get_absolute_url(), one.published_at, one.language)
        for one in shown.order_by("published_at")
    }
