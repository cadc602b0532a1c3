"""What crawlers and security researchers look for at fixed addresses."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings import canonical, sitemaps
from briefings.caching import public
from newsroom.models import Page

NOT_FOR_CRAWLERS = (
    "/admin/",
    "/preferences/",
    "/unsubscribe/",
    "/subscribe/confirm/",
    "/l/",
    "/search/suggest",
    "/demo/",
)
SECURITY_LASTS = timedelta(days=180)  # RFC 9116 §2.5.5 recommends less than a year


@require_safe
@public
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: everything may be read but what is for one person or for editors."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS), "Allow: /", ""]
    lines += [f"Sitemap: {canonical.absolute(reverse(name))}" for name in ("sitemap", "news-sitemap")]
    return _text(lines)


@require_safe
@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact address in the site's record, the site itself is the contact."""
    email = request.site.contact_email
    expires = datetime.combine(timezone.now().astimezone(UTC).date() + SECURITY_LASTS, time(), UTC)
    lines = [
        f"Contact: mailto:{quote(email, safe='@+')}" if email else f"Contact: {canonical.absolute('/')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {canonical.absolute(reverse('security'))}",
    ]
    return _text(lines)


@require_safe
@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The part of the sitemap that no app knows: the front page and the static pages."""
    pages: dict[str, datetime] = {}
    for page in Page.objects.order_by("changed"):
        pages[canonical.absolute(page.get_absolute_url())] = page.changed
    addresses = [(canonical.absolute(reverse("home")), None), *sorted(pages.items())]
    return HttpResponse(sitemaps.pages(addresses), content_type=sitemaps.MEDIA_TYPE)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
