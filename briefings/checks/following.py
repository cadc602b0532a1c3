"""Following the links of a piece: a few at a time, for so long, and keeping what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from urllib.parse import urldefrag

from django.utils import timezone

from briefings.checks.addresses import is_outside
from briefings.checks.look import Look
from briefings.checks.visiting import Admit, Visit, is_public, visit
from briefings.content import Content
from briefings.models import Format, VisitedLink

AT_ONCE, SECONDS, MOST = 6, 90, 200
FRESH = timedelta(days=7)
_LONGEST = VisitedLink._meta.get_field("address").max_length or 0


def due(content: Content, shape: Format) -> list[str]:
    """The addresses outside that `content` links and nobody has followed for a week. One query where there are any."""
    outside = [
        address
        for _text, address in Look(content, shape).links
        if is_outside(address) and len(address) <= _LONGEST
    ][:MOST]
    if not outside:
        return []
    fresh = VisitedLink.objects.filter(address__in=outside, visited_at__gte=timezone.now() - FRESH)
    known = set(fresh.values_list("address", flat=True))
    return [address for address in outside if address not in known]


def follow(addresses: Iterable[str], *, admit: Admit = is_public) -> int:
    """Follow each and keep what came of it; how many were followed. What is not done in time is left for the next
    time. `admit` says to which IP addresses a connection may go."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        asked = {pool.submit(visit, urldefrag(address).url, admit): address for address in addresses}
        done, _late = wait(asked, timeout=SECONDS)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    for one in done:
        _keep(asked[one], one.result())
    return len(done)


def _keep(address: str, came: Visit) -> None:
    VisitedLink.objects.update_or_create(
        address=address,
        defaults={"verdict": came.verdict, "status": came.status, "visited_at": timezone.now()},
    )
