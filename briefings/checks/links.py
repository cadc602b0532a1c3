"""Links: those on this site lead to something that readers can see, none leads where only we can go, and those outside
led somewhere when they were last followed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings import reading
from briefings.checks.addresses import broken_among, is_outside, is_private
from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.models import Verdict, VisitedLink

_FAULTS = {Verdict.GONE, Verdict.NO_HOST, Verdict.REFUSED, Verdict.CERTIFICATE, Verdict.LOOP, Verdict.PRIVATE}


def lead_somewhere(look: Look) -> Iterator[Finding]:
    """Those on this site, at once."""
    broken = broken_among((one for _text, one in look.links if not is_private(one)), look.address)
    for text, address in look.links:
        named = {"address": address, "where": text.name}
        if is_private(address):
            said = _("Readers cannot follow this link: %(address)s, in %(where)s.")
            yield Finding(text.where, said % named, address)
        elif address in broken:
            said = _("This link leads nowhere: %(address)s, in %(where)s.")
            yield Finding(text.where, said % named, address)


def led_somewhere(look: Look) -> Iterator[Finding]:
    """Those outside, by what came of following them: a job does that after a piece was saved."""
    places = {address: text for text, address in look.links if is_outside(address)}
    for visited in VisitedLink.objects.filter(address__in=places, verdict__in=_FAULTS):
        text = places[visited.address]
        said = _("This link leads nowhere: %(address)s, in %(where)s. On %(day)s: %(verdict)s.")
        named = {
            "address": visited.address,
            "where": text.name,
            "day": reading.day(visited.visited_at),
            "verdict": visited.get_verdict_display(),
        }
        yield Finding(text.where, said % named, f"{visited.verdict} {visited.address}")


def waiting(look: Look) -> int:
    """How many links outside nobody has followed yet."""
    outside = {address for _text, address in look.links if is_outside(address)}
    return len(outside) - VisitedLink.objects.filter(address__in=outside).count() if outside else 0
