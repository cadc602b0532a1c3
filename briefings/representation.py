"""A publication as JSON: the summary that lists carry and the whole piece with its parts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.core.files.storage import default_storage

from briefings import canonical
from briefings.content import Content, Figure, Ref
from briefings.listed import Listed
from briefings.models import Publication, PublishedCorrection

_HUBS = {
    "person": "person",
    "series": "series",
    "channel": "front",
    "topic": "topic",
    "region": "region",
    "tag": "tag",
}


def summary(publication: Publication | Listed) -> dict:
    """What a list says of a publication; needs its card only (`Publication.objects.cards()`, `Listing.publications`)."""
    card, language = publication.card, publication.language
    return {
        "id": publication.pk,
        "external_id": publication.external_id or None,
        "url": publication.get_absolute_url(),
        "title": publication.title,
        "dek": publication.dek,
        "description": card.get("description", ""),
        "kind": publication.kind,
        "language": language,
        "published": moment(publication.published_at),
        "updated": moment(publication.updated_at),
        "authors": [_ref_of(author).name_in(language) for author in card.get("authors", [])],
        "series": _slug_and_name(card.get("series"), language, "series"),
        "channel": _slug_and_name(card.get("channel"), language, "channel"),
        "topics": [_slug_and_name(topic, language, "topic") for topic in card.get("topics", [])],
        "minutes": card.get("minutes", 1),
    }


def whole(
    publication: Publication,
    corrections: Sequence[PublishedCorrection] = (),
    translations: Sequence[Publication] = (),
) -> dict:
    """Everything readers see of a publication. Addresses in `html` are whole ones."""
    says = publication.says
    return {
        **summary(publication),
        "canonical": canonical.of(publication),
        "permanent": canonical.permanent(publication.pk),
        "version": publication.version,
        "retracted": publication.retracted,
        "retraction_note": publication.retraction_note or None,
        "byline": publication.byline,
        "credits": [
            {"role": c.role, "type": c.kind, **_named(c.to, says.language, c.kind)} for c in says.credits
        ],
        "parts": _parts(publication),
        "words": says.words,
        "regions": [_named(region, says.language, "region") for region in says.regions],
        "tags": [_named(tag, says.language, "tag") for tag in says.tags],
        "image": _image(says.figure) if says.figure else None,
        "documents": [_document(d) for d in says.documents],
        "media_url": says.media_url or None,
        "event": _event(says) if says.starts_at else None,
        "translations": [
            {"language": t.language, "title": t.title, "url": t.get_absolute_url()} for t in translations
        ],
        "corrections": [
            {"note": c.note, "material": c.material, "made": moment(c.made_at)} for c in corrections
        ],
    }


def moment(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second; None for no time."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def _parts(publication: Publication) -> list[dict]:
    base = canonical.of(publication)
    return [
        {
            "key": part.key,
            "heading": part.heading,
            "kind": part.kind,
            "html": canonical.absolute_html(part.html, base),
            "text": part.text,
        }
        for part in publication.says.parts
    ]


def _named(ref: Ref, language: str, kind: str) -> dict:
    path = canonical.hub_address(_HUBS[kind], ref.slug) if kind in _HUBS and ref.slug else None
    return {"name": ref.name_in(language), "slug": ref.slug or None, "url": path or ref.url or None}


def _slug_and_name(stored: dict | None, language: str, kind: str) -> dict | None:
    return _named(_ref_of(stored), language, kind) if stored else None


def _ref_of(stored: dict) -> Ref:
    return Ref(**{name: value for name, value in stored.items() if name != "kind"})


def _document(document) -> dict:
    return {
        "title": document.title,
        "url": canonical.absolute(document.url),
        "media_type": "application/pdf",
        "bytes": document.size,
        "pages": document.pages,
        "language": document.language,
    }


def _image(figure: Figure) -> dict:
    return {
        "url": canonical.absolute(default_storage.url(figure.file)),
        "width": figure.width,
        "height": figure.height,
        "alt": figure.alt,
        "caption": figure.caption,
        "credit": figure.credit,
        "credit_url": figure.credit_url or None,
        "licence": figure.licence or None,
    }


def _event(says: Content) -> dict:
    return {"starts": says.starts_at, "ends": says.ends_at or None, "place": says.place or None}


def complete(publication: Publication) -> dict:
    """`whole` with corrections and translations looked up: two queries."""
    return whole(publication, publication.corrections.all(), translations_of(publication))


def translations_of(publication: Publication) -> list[Publication]:
    """The same piece in other languages, as listed, one query."""
    same = Publication.objects.listed().filter(translation_key=publication.translation_key)
    return list(same.exclude(pk=publication.pk).cards().order_by("language", "pk"))


def as_text(value: dict) -> str:
    """JSON as we send it: UTF-8 as it is, indented a little, since people look at it too."""
    return json.dumps(value, ensure_ascii=False, indent=1)
