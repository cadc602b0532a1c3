"""The nodes of a publication and of the site."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import orjson
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from briefings import canonical
from briefings.content import Content, Figure
from briefings.models import Kind, Publication, PublishedCorrection
from briefings.structured_data.agents import agent, filled, part_of, people, place_of, publisher, time

_TYPES = {
    Kind.BRIEFING: "AnalysisNewsArticle",
    Kind.ARTICLE: "NewsArticle",
    Kind.PAPER: "ScholarlyArticle",
    Kind.REPORT: "Report",
    Kind.PODCAST: "PodcastEpisode",
    Kind.VIDEO: "VideoObject",
    Kind.EVENT: "Event",
}


def of(
    publication: Publication,
    site,
    url_base: str,
    language: str,
    *,
    corrections: Sequence[PublishedCorrection] = (),
    translations: Sequence[Publication] = (),
) -> list[dict]:
    """Nodes for a publication's page: the piece itself and its breadcrumbs. Asks the database nothing.

    `site` is the site's record, `url_base` the site's address without a slash at its end, `language` the one that the
    breadcrumbs are labelled in. `corrections` and `translations` (other languages' pieces) come from the view.
    """
    kind = _type(publication)
    node = {"@type": kind, "@id": canonical.of(publication), **_named(publication, kind)}
    if kind == "Event":
        node |= _event(publication, site, url_base)
    else:
        node |= _work(publication, site, url_base)
        node |= _relations(publication, corrections, translations)
    return [filled(node), breadcrumbs(publication, url_base, language)]


def of_site(site, url_base: str, language: str) -> list[dict]:
    """Nodes for the front page: the website and who publishes it."""
    website = {
        "@type": "WebSite",
        "@id": f"{url_base}/#website",
        "url": f"{url_base}/",
        "name": site.name_in(language),
        "description": site.description or site.tagline,
        "inLanguage": language,
        "publisher": {"@id": f"{url_base}/#publisher"},
    }
    return [filled(website), publisher(site, url_base)]


def script(nodes: Sequence[dict]) -> SafeString:
    """The nodes as JSON that cannot end the script element or a line of it, whatever a title says."""
    text = orjson.dumps({"@context": "https://schema.org", "@graph": list(nodes)}).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # no “<” is left in it


def breadcrumbs(publication: Publication, url_base: str, language: str) -> dict:
    """Front page, channel (or the archive), the piece."""
    says = publication.says
    home, archive = _labels(language)
    if says.channel:
        above = (says.channel.name_in(language), canonical.hub_address("front", says.channel.slug))
    else:
        above = (archive, reverse("publications"))
    steps = [(home, "/"), above, (publication.title, publication.get_absolute_url())]
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"{url_base}{path}"}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@lru_cache(maxsize=32)
def _labels(language: str) -> tuple[str, str]:
    with override(language):
        return gettext("Home"), gettext("Publications")


def _type(publication: Publication) -> str:
    """The fitting type; a plain CreativeWork where a search engine would miss what the type demands."""
    says = publication.says
    lacks = {
        Kind.VIDEO: not (says.media_url and publication.published_at),
        Kind.EVENT: not says.starts_at or publication.retracted,
    }
    return "CreativeWork" if lacks.get(publication.kind) else _TYPES[Kind(publication.kind)]


def _named(publication: Publication, kind: str) -> dict:
    url = canonical.of(publication)
    named = {
        "name": publication.title,
        "url": url,
        "description": publication.says.description,
        "identifier": canonical.permanent(publication.pk),
        "image": _images(publication),
        "mainEntityOfPage": url,
    }
    if kind not in ("Event", "VideoObject", "PodcastEpisode"):
        named["headline"] = publication.title
    return named


def _work(publication: Publication, site, url_base: str) -> dict:
    says, language = publication.says, publication.language
    work = {
        "datePublished": time(publication.published_at),
        "dateModified": time(publication.updated_at),
        "inLanguage": language,
        "isAccessibleForFree": True,
        "version": publication.version,
        "publisher": publisher(site, url_base),
        "keywords": [tag.name_in(language) for tag in (*says.topics, *says.tags)],
        "about": [{"@type": "Thing", "name": topic.name_in(language)} for topic in says.topics],
        "spatialCoverage": [{"@type": "Place", "name": region.name_in(language)} for region in says.regions],
        "associatedMedia": _media(says, publication),
        "isPartOf": part_of(says, site, url_base),
        **people(says),
    }
    work.setdefault("author", [publisher(site, url_base)])
    if says.kind in (Kind.BRIEFING, Kind.ARTICLE, Kind.PAPER, Kind.REPORT):
        work["articleSection"] = says.channel.name_in(language) if says.channel else None
        work["wordCount"] = publication.card.get("words") or says.words
    if says.kind == Kind.PODCAST and says.series:
        work["partOfSeries"] = {"@type": "PodcastSeries", **place_of(says)}
    if says.kind == Kind.VIDEO and publication.published_at:
        work |= _video(publication)
    if publication.retracted:
        work["creativeWorkStatus"] = "Retracted"
    return work


def _video(publication: Publication) -> dict:
    if _type(publication) != "VideoObject":
        return {}
    return {
        "uploadDate": time(publication.published_at),
        "thumbnailUrl": canonical.absolute(canonical.card(publication)),
        "contentUrl": publication.says.media_url,
    }


def _event(publication: Publication, site, url_base: str) -> dict:
    says = publication.says
    on_site = [{"@type": "Place", "name": says.place, "address": says.place}] if says.place else []
    online = [{"@type": "VirtualLocation", "url": says.media_url}] if says.media_url else []
    mode = "Mixed" if on_site and online else "Online" if online else "Offline"
    return {
        "startDate": says.starts_at,
        "endDate": says.ends_at,
        "location": on_site + online,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "inLanguage": publication.language,
        "organizer": publisher(site, url_base),
        "performer": [agent(c, says.language) for c in says.credits if c.role in ("speaker", "host")],
        "isAccessibleForFree": True,
    }


def _relations(publication: Publication, corrections, translations) -> dict:
    comments = [
        {"@type": "CorrectionComment", "text": c.note, "datePublished": time(c.made_at)} for c in corrections
    ]
    if publication.retracted:
        comments.append({"@type": "CorrectionComment", "text": publication.retraction_note})
    others = [
        {
            "@type": "CreativeWork",
            "@id": canonical.of(t),
            "url": canonical.of(t),
            "name": t.title,
            "inLanguage": t.language,
        }
        for t in translations
    ]
    return {"correction": comments, "workTranslation": others}


def _images(publication: Publication) -> list[dict | str]:
    """The picture of the piece, where it has one, and the card made of its title."""
    card = {
        "@type": "ImageObject",
        "url": canonical.absolute(canonical.card(publication)),
        "width": 1200,
        "height": 630,
    }
    figure = publication.says.figure
    return [_image(figure), card] if figure else [card]


def _image(figure: Figure) -> dict:
    return filled(
        {
            "@type": "ImageObject",
            "url": canonical.absolute(default_storage.url(figure.file)),
            "width": figure.width,
            "height": figure.height,
            "caption": figure.caption or figure.alt,
            "creditText": figure.credit,
        }
    )


def _media(says: Content, publication: Publication) -> list[dict]:
    documents = [
        {
            "@type": "MediaObject",
            "name": document.title,
            "contentUrl": canonical.absolute(document.url),
            "encodingFormat": "application/pdf",
            "contentSize": f"{document.size} B",
            "inLanguage": document.language,
        }
        for document in says.documents
    ]
    recording = says.media_url and says.kind in (Kind.PODCAST, Kind.VIDEO)
    if recording and _type(publication) != "VideoObject":
        documents.append({"@type": "MediaObject", "contentUrl": says.media_url})
    return documents
