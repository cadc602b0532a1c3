"""Who did what, from where, having read which words: kept with each event that consent may have to be shown by."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from subscriptions.models import Event, MailingList, Subscriber, Wording


@dataclass(frozen=True)
class Evidence:
    """`place` is where it was done: a path of this site, another site's origin, the back office."""

    ip: str | None = None
    user_agent: str = ""
    language: str = ""
    place: str = ""
    by: object | None = field(default=None, compare=False)

    @classmethod
    def of(cls, request: HttpRequest, place: str = "") -> Evidence:
        agent = "".join(c for c in request.META.get("HTTP_USER_AGENT", "") if c.isprintable())
        return cls(client_ip(request), agent[:300], get_language() or settings.LANGUAGE_CODE, place[:200])


def record(
    subscriber: Subscriber,
    kind: str,
    evidence: Evidence,
    mailing_list: MailingList | None = None,
    *,
    words: str = "",
    **detail,
) -> Event:
    """Add to the history. `words` are what the person agreed to."""
    if evidence.place:
        detail["place"] = evidence.place
    return Event.objects.create(
        subscriber=subscriber,
        mailing_list=mailing_list,
        kind=kind,
        by=evidence.by,
        detail=detail,
        language=evidence.language,
        wording=wording(words, evidence.language) if words else None,
        ip=evidence.ip,
        user_agent=evidence.user_agent,
    )


def wording(text: str, language: str) -> Wording:
    """The kept version of these words."""
    digest = hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()
    found = Wording.objects.filter(digest=digest).first()
    return (
        found
        or Wording.objects.get_or_create(digest=digest, defaults={"language": language, "text": text})[0]
    )


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address: what the outermost of `PROXIES` proxies saw, or the connection's own without any."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        seen = chain[-settings.PROXIES] if len(chain) >= settings.PROXIES and chain[-1] else seen
    try:
        return str(ipaddress.ip_address(seen.partition("%")[0]))
    except ValueError:
        return None


def forget_addresses() -> int:
    """Forget IP addresses and browsers of events older than `EVIDENCE_IP_DAYS`; how many those were."""
    old = timezone.now() - timedelta(days=settings.EVIDENCE_IP_DAYS)
    with_ip = Q(ip__isnull=False) | ~Q(user_agent="")
    return Event.objects.filter(with_ip, at__lt=old).update(ip=None, user_agent="")
