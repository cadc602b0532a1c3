"""A publication as one Markdown document: a header of facts (YAML), then the text as readers see it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from briefings import canonical
from briefings.markdown import escaped, to_markdown
from briefings.markdown.escaping import address, line
from briefings.models import Publication, PublishedCorrection
from briefings.sanitizing import CleanHTML


def markdown_of(publication: Publication, site, corrections: Sequence[PublishedCorrection] = ()) -> str:
    """The document, in the interface language active now for the few words that are ours."""
    says, notes = publication.says, []
    blocks = [_header(publication, site), f"# {_plain(publication.title)}"]
    if publication.dek:
        blocks.append(line(_plain(publication.dek)))
    if publication.retracted:
        reason = _plain(publication.retraction_note)
        blocks.append(f"> **{_('Retracted')}**: {reason}")
    for part in says.parts:
        if part.heading:
            blocks.append(f"## {_plain(part.heading)}")
        blocks.append(_absolute(part.html, canonical.of(publication), notes))
    blocks += _documents(publication)
    blocks += _corrections(corrections)
    blocks += [f"[^{number}]: {_plain(note)}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _absolute(html: str, base: str, notes: list[str]) -> str:
    """`html` as Markdown whose links and pictures work wherever the document is read."""
    return to_markdown(CleanHTML(canonical.absolute_html(html, base)), notes)


def _header(publication: Publication, site) -> str:
    says, language = publication.says, publication.language
    authors = [ref.name_in(language) for ref in says.credited("author")]
    published = publication.published_at
    facts = {
        "title": publication.title,
        "kind": publication.kind,
        "language": language,
        "authors": authors,
        "editors": [ref.name_in(language) for ref in says.credited("editor")],
        "series": says.series.name_in(language) if says.series else None,
        "publisher": site.publisher or site.name_in(language),
        "published": timezone.localdate(published).isoformat() if published else None,
        "updated": timezone.localtime(publication.updated_at).isoformat(timespec="seconds"),
        "version": publication.version,
        "topics": [ref.name_in(language) for ref in says.topics],
        "regions": [ref.name_in(language) for ref in says.regions],
        "tags": [ref.name_in(language) for ref in says.tags],
        "url": canonical.of(publication),
        "permanent": canonical.permanent(publication.pk),
        "retracted": publication.retracted or None,
    }
    # JSON values are YAML values, and need no other quoting.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value]
    return "\n".join(["---", *lines, "---"])


def _documents(publication: Publication) -> list[str]:
    documents = publication.says.documents
    if not documents:
        return []
    items = [f"- [{_plain(d.title)}]({address(canonical.absolute(d.url))}) (PDF)" for d in documents]
    return [f"## {_('Documents')}", "\n".join(items)]


def _corrections(corrections: Sequence[PublishedCorrection]) -> list[str]:
    if not corrections:
        return []
    items = [f"- {timezone.localdate(c.made_at).isoformat()}: {_plain(c.note)}" for c in corrections]
    return [f"## {_('Corrections')}", "\n".join(items)]


def _plain(text: str) -> str:
    """Text from a plain field, on one line, nothing in it a mark."""
    return escaped(" ".join(text.split()))
