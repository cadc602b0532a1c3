"""JSON-LD in the vocabulary of schema.org: what a publication is, who made it, where it stands, what was corrected.

`of` and `of_site` return nodes; `script` turns them into the text of a `<script type="application/ld+json">`, which is
data, not code: a Content-Security-Policy does not block it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from briefings import canonical
from briefings.content import Content, Credit, Figure
from briefings.models import Kind, Publication, PublishedCorrection

_TYPES = {
    Kind.BRIEFING: "AnalysisNewsArticle",
    Kind.ARTICLE: "NewsArticle",
    Kind.PAPER: "ScholarlyArticle",
    Kind.REPORT: "Report",
    Kind.PODCAST: "PodcastEpisode",
    Kind.VIDEO: "VideoObject",
    Kind.EVENT: "Event",
}
_PATHS = {"person": "person", "series": "series"}
_ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "host": "author",
    "speaker": "author",
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
    return [_filled(node), breadcrumbs(publication, url_base, language)]


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
    return [_filled(website), _publisher(site, url_base)]


def script(nodes: Sequence[dict]) -> SafeString:
    """The nodes as JSON that cannot end the script element or a line of it, whatever a title says."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # no “<” is left in it


def breadcrumbs(publication: Publication, url_base: str, language: str) -> dict:
    """Front page, channel (or the archive), the piece."""
    says = publication.says
    with override(language):
        home, archive = gettext("Home"), gettext("Publications")
    if says.channel:
        above = (says.channel.name_in(language), reverse("front", args=[says.channel.slug]))
    else:
        above = (archive, reverse("publications"))
    steps = [(home, "/"), above, (publication.title, publication.get_absolute_url())]
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"{url_base}{path}"}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


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
        "datePublished": _time(publication.published_at),
        "dateModified": _time(publication.updated_at),
        "inLanguage": language,
        "isAccessibleForFree": True,
        "version": publication.version,
        "publisher": _publisher(site, url_base),
        "keywords": [tag.name_in(language) for tag in (*says.topics, *says.tags)],
        "about": [{"@type": "Thing", "name": topic.name_in(language)} for topic in says.topics],
        "spatialCoverage": [{"@type": "Place", "name": region.name_in(language)} for region in says.regions],
        "associatedMedia": _media(says, publication),
        "isPartOf": _part_of(says, site, url_base),
        **_people(says),
    }
    work.setdefault("author", [{"@id": f"{url_base}/#publisher"}])
    if says.kind in (Kind.BRIEFING, Kind.ARTICLE, Kind.PAPER, Kind.REPORT):
        work["articleSection"] = says.channel.name_in(language) if says.channel else None
        work["wordCount"] = says.words
    if says.kind == Kind.PODCAST and says.series:
        work["partOfSeries"] = {"@type": "PodcastSeries", **_place_of(says)}
    if says.kind == Kind.VIDEO and publication.published_at:
        work |= _video(publication)
    if publication.retracted:
        work["creativeWorkStatus"] = "Retracted"
    return work


def _video(publication: Publication) -> dict:
    if _type(publication) != "VideoObject":
        return {}
    return {
        "uploadDate": _time(publication.published_at),
        "thumbnailUrl": canonical.absolute(card_path(publication)),
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
        "organizer": _publisher(site, url_base),
        "performer": [_agent(c, says.language) for c in says.credits if c.role in ("speaker", "host")],
        "isAccessibleForFree": True,
    }


def _relations(publication: Publication, corrections, translations) -> dict:
    comments = [
        {"@type": "CorrectionComment", "text": c.note, "datePublished": _time(c.made_at)} for c in corrections
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


def _people(says: Content) -> dict[str, list[dict]]:
    people: dict[str, list[dict]] = {}
    for credit in says.credits:
        role = _ROLES.get(credit.role, "contributor")
        people.setdefault(role, []).append(_agent(credit, says.language))
    return people


def _agent(credit: Credit, language: str) -> dict:
    """A person with the address of their page here, or an organisation (a series signs as one) with its own."""
    path = _PATHS.get(credit.kind)
    url = (
        canonical.absolute(reverse(path, args=[credit.to.slug])) if path and credit.to.slug else credit.to.url
    )
    kind = "Person" if credit.kind == "person" else "Organization"
    return _filled({"@type": kind, "name": credit.to.name_in(language), "url": url})


def _publisher(site, url_base: str) -> dict:
    name = site.name_in()
    return _filled(
        {
            "@type": "Organization",
            "@id": f"{url_base}/#publisher",
            "name": site.publisher or name,
            "alternateName": name if site.publisher and site.publisher != name else None,
            "url": f"{url_base}/",
            "address": " ".join(site.postal_address.split()),
            "email": site.contact_email,
        }
    )


def _part_of(says: Content, site, url_base: str) -> list[dict]:
    whole = [
        {"@type": "WebSite", "@id": f"{url_base}/#website", "name": site.name_in(), "url": f"{url_base}/"}
    ]
    if says.series and says.kind != Kind.PODCAST:
        whole.insert(0, {"@type": "Periodical", **_place_of(says)})
    return whole


def _place_of(says: Content) -> dict:
    url = canonical.absolute(reverse("series", args=[says.series.slug])) if says.series.slug else ""
    return _filled({"name": says.series.name_in(says.language), "url": url})


def _images(publication: Publication) -> list[dict | str]:
    """The picture of the piece, where it has one, and the card made of its title."""
    card = {
        "@type": "ImageObject",
        "url": canonical.absolute(card_path(publication)),
        "width": 1200,
        "height": 630,
    }
    figure = publication.says.figure
    return [_image(figure), card] if figure else [card]


def _image(figure: Figure) -> dict:
    return _filled(
        {
            "@type": "ImageObject",
            "url": canonical.absolute(default_storage.url(figure.file)),
            "width": figure.width,
            "height": figure.height,
            "caption": figure.caption or figure.alt,
            "creditText": figure.credit,
        }
    )


def card_path(publication: Publication) -> str:
    """The address of the picture that stands for the piece where it is shared."""
    return reverse("card", args=[publication.pk, publication.version])


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


def _time(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _filled(node: dict) -> dict:
    """`node` without its empty properties, which validators reject."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}
