"""What the bound form of a briefing and its formsets say, as a content. Nothing is saved; a field that is not valid says
what it said before."""

from __future__ import annotations

from django.forms import BaseForm, BaseFormSet, BaseModelForm
from taggit.models import Tag

from briefings import drafting
from briefings.content import Content


def content_said(form: BaseModelForm, formsets: list[BaseFormSet]) -> Content:
    """The form and the formsets have been judged."""
    rows = {formset.prefix: [row.instance for row in kept_rows(formset)] for formset in formsets}
    chosen = getattr(form, "cleaned_data", {})
    return drafting.assemble(
        form.instance,
        parts=rows.get("parts", ()),
        credits=[row for row in rows.get("credits", ()) if row.to],
        documents=[row for row in rows.get("document_links", ()) if row.document_id],
        topics=chosen.get("topics") or (),
        regions=chosen.get("regions") or (),
        tags=_tags(chosen.get("tags") or ()),
    )


def kept_rows(formset: BaseFormSet) -> list[BaseForm]:
    """Those that would be saved, in the order in which they are shown."""
    kept = [row for row in formset.forms if row.instance.pk or row.has_changed()]
    kept = [row for row in kept if not (formset.can_delete and formset._should_delete_form(row))]
    return sorted(kept, key=lambda row: row.instance.position or 0)


def _tags(names) -> list[Tag]:
    """Tags by name, as they are kept; new ones unsaved, with the address that they would get."""
    wanted = {name.casefold(): name for name in names}
    kept = {tag.name.casefold(): tag for tag in Tag.objects.filter(name__in=list(names))} if wanted else {}
    tags = [
        kept.get(key) or Tag(name=name, slug=Tag().slugify(name) or "tag") for key, name in wanted.items()
    ]
    return sorted(tags, key=lambda tag: tag.name)
