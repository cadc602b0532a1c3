"""From the editors' rows of an edition to what it says. Of its items only what readers can see now is read."""

from __future__ import annotations

from briefings.content import Content, Credit, Part
from briefings.drafting import ref
from briefings.editions import amendments
from briefings.editions.content import EditionContent, Item
from briefings.mentions import Mentions
from briefings.models import Choice, Edition, EditionItem, Publication
from briefings.sanitizing import clean


def content_of(edition: Edition, site) -> EditionContent:
    """What `edition` says at this moment, with the standing text of `site` (its record) at the end.

    An item whose publication readers cannot see any more keeps title and note, with an empty `url` and no text:
    preflight refuses it, and a preview shows what is missing. Five queries at most.
    """
    items = list(edition.items.select_related("briefing"))
    public = Publication.objects.defer("text").in_bulk([item.briefing_id for item in items])
    intro, closing = str(clean(edition.intro)), _standing(site, edition.language)
    mentions = Mentions.of_texts([intro, closing])
    credits = edition.credits.select_related("person", "organisation", "series")
    return EditionContent(
        series=ref(edition.series),
        number=edition.number,
        date=edition.date.isoformat(),
        language=edition.language,
        subject=edition.subject.strip(),
        preheader=edition.preheader.strip(),
        intro=mentions.shown(intro),
        items=tuple(item_of(item, public.get(item.briefing_id)) for item in items),
        amendments=amendments.of(edition),
        credits=tuple(Credit(row.role, row.to._meta.model_name, ref(row.to)) for row in credits),
        closing=mentions.shown(closing),
    )


def item_of(item: EditionItem, publication: Publication | None) -> Item:
    """The item as `publication` reads now."""
    if publication is None:
        briefing = item.briefing
        return Item(
            id=briefing.pk,
            kind=briefing.kind,
            title=briefing.title,
            url="",
            language=briefing.language,
            shown=item.shown,
            note=item.note.strip(),
        )
    says = publication.says
    return Item(
        id=publication.pk,
        kind=publication.kind,
        title=publication.title,
        url=publication.get_absolute_url(),
        language=publication.language,
        shown=item.shown,
        byline=publication.byline,
        dek=publication.dek or ("" if shown_parts(says, item.shown) else says.description),
        date=publication.published_at.isoformat() if publication.published_at else "",
        note=item.note.strip(),
        parts=shown_parts(says, item.shown),
        figure=says.figure,
        series=says.series,
        version=publication.version,
    )


def shown_parts(says: Content, shown: str) -> tuple[Part, ...]:
    """The parts of a publication that `shown` (a `Choice`) asks for; those without text do not count."""
    written = tuple(part for part in says.parts if part.html)
    return {Choice.WHOLE: written, Choice.FIRST: written[:1]}.get(Choice(shown), ())


def closing_in(site, language: str) -> str:
    """The site's standing text for the end of an edition, in `language` where there is one, else the plain one."""
    closing = _standing(site, language)
    return Mentions.of_texts([closing]).shown(closing)


def _standing(site, language: str) -> str:
    others = site.newsletter_closings or {}
    return str(clean(others.get(language) or site.newsletter_closing))
