"""The nodes of an edition's page: an issue of a periodical, and what it holds."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from briefings import canonical
from briefings.editions.content import EditionContent
from briefings.models import SentEdition
from briefings.structured_data.agents import filled, people, publisher, time


def of_edition(sent: SentEdition, says: EditionContent, site) -> list[dict]:
    """The issue with its items, and its breadcrumbs, labelled in the active language."""
    url = canonical.absolute(sent.get_absolute_url())
    series = canonical.absolute(sent.series.get_absolute_url())
    issue = {
        "@type": "PublicationIssue",
        "@id": url,
        "url": url,
        "name": says.subject,
        "headline": says.subject,
        "description": says.preheader,
        "issueNumber": says.number,
        "datePublished": time(sent.sent_at),
        "inLanguage": says.language,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Periodical", "name": sent.series.name_in(says.language), "url": series},
        "publisher": publisher(site, settings.SITE_URL),
        "hasPart": [
            filled(
                {
                    "@type": "CreativeWork",
                    "name": item.title,
                    "url": canonical.absolute(item.url),
                    "inLanguage": item.language,
                }
            )
            for item in says.items
        ],
        **people(says),
    }
    steps = [
        (gettext("Home"), "/"),
        (gettext("Series"), reverse("all-series")),
        (sent.series.name_in(), sent.series.get_absolute_url()),
        (says.subject, sent.get_absolute_url()),
    ]
    crumbs = [
        {"@type": "ListItem", "position": n, "name": name, "item": canonical.absolute(path)}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return [filled(issue), {"@type": "BreadcrumbList", "itemListElement": crumbs}]
