"""`/mail/webhooks/<provider>/`: where the provider that mail goes by tells what became of it."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from subscriptions.returns import svix
from subscriptions.returns.events import take_event
from subscriptions.sending.transports import READERS, proves_events, provider_in_use

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def events(request: HttpRequest, provider: str) -> HttpResponse:
    """200 for what was taken note of or is not about us, so that it is not told again; 403 for what is not proved to
    come from the provider, 400 for what cannot be read. HEAD: providers look whether the address is there."""
    if provider not in READERS or provider != provider_in_use():
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    reader = _reader(provider)
    if reader is None:
        return _refused(
            provider, "neither ANYMAIL_WEBHOOK_SECRET nor a fitting ANYMAIL_SIGNING_KEY is set", 403
        )
    try:
        reader.run_validators(request)
        if provider == "resend" and settings.ANYMAIL_SIGNING_KEY:
            svix.check(request, settings.ANYMAIL_SIGNING_KEY)
    except SuspiciousOperation as error:
        return _refused(provider, str(error), 403)
    try:
        found = reader.parse_events(request)
    except (ImproperlyConfigured, ValueError, LookupError, TypeError, AttributeError) as error:
        return _refused(provider, f"{type(error).__name__}: {error}", 400)
    for event in found:
        if hasattr(event, "reject_reason"):
            take_event(event, provider)
    return HttpResponse()


def _reader(provider: str) -> Any:
    """None where nothing would prove who tells something."""
    name, key = READERS[provider]
    kind = import_string(f"anymail.webhooks.{provider}.{name}")
    secret, signing = settings.ANYMAIL_WEBHOOK_SECRET, settings.ANYMAIL_SIGNING_KEY
    if not proves_events(provider):
        return None
    with warnings.catch_warnings(action="ignore"):  # of no basic auth, where the signature is checked instead
        try:
            return kind(
                webhook_secret=[secret] if secret else [], **({key: signing} if key and signing else {})
            )
        except ImproperlyConfigured:  # there is no way round this provider's signature
            return None


def _refused(provider: str, why: str, status: int) -> HttpResponse:
    log.warning("An event of %s is refused: %s", provider, why)
    return HttpResponse(
        "Not proved to come from the provider." if status == 403 else "Not to be read.", status=status
    )
