"""The checks that nothing is sent without."""

from __future__ import annotations

from django.utils.translation import gettext as _

from briefings.editions.content import EditionContent
from briefings.editions.preflight.problems import Problem
from briefings.models import Edition, Publication
from subscriptions.sending.freezing import audience


def check(edition: Edition, content: EditionContent, site, *, mailed: bool = True) -> list[Problem]:
    """Everything that speaks against sending `content`; `mailed`: to the list, not only on the site."""
    found = [*_texts(content), *_items(content)]
    if mailed:
        found += _list(edition)
    return found


def _texts(content: EditionContent) -> list[Problem]:
    found = []
    if not content.subject:
        found.append(Problem("error", "no-subject", _("The subject is empty.")))
    if not content.preheader:
        found.append(Problem("warning", "no-preheader", _("The preheader is empty.")))
    if not content.items:
        found.append(Problem("error", "no-items", _("There is nothing in it.")))
    return found


def _items(content: EditionContent) -> list[Problem]:
    public = dict(
        Publication.objects.filter(pk__in=[i.id for i in content.items]).values_list("pk", "retracted")
    )
    found = []
    for item in content.items:
        named = {"title": item.title}
        if item.id not in public:
            found.append(Problem("error", "not-public", _("“%(title)s” is not public.") % named))
        elif public[item.id]:
            found.append(Problem("error", "retracted", _("“%(title)s” has been retracted.") % named))
    return found


def _list(edition: Edition) -> list[Problem]:
    mailing_list = edition.mailing_list or edition.series.mailing_list
    if mailing_list is None:
        return [Problem("error", "no-list", _("The series has no mailing list."))]
    if not audience(mailing_list).exists():
        return [Problem("error", "empty-list", _("Nobody is on the list."))]
    return []
