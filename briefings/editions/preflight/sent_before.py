from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem, error
from briefings.models import SentEdition
from subscriptions.models import Mailing


def by_itself(look: Look) -> Iterator[Problem]:
    """Neither its page nor its mailing is there yet."""
    sent = SentEdition.objects.filter(pk=look.edition.pk).exists()
    if sent or Mailing.objects.filter(key=f"edition-{look.edition.pk}").exists():
        yield error("sent-before", _("This edition has been sent already."))
