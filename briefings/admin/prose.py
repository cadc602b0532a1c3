"""The prose editor as a form widget: django-prose-editor's module with our own schema, toolbar and paste rules.

Two kinds: `prose` (paragraphs, headings, lists, quotations, tables, footnotes) and `bullets` (one list, nothing else).
Without JavaScript it is a text area with HTML in it.
"""

from __future__ import annotations

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms import Script
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap
from js_asset import JSON, Media

LABELS = {
    "toolbar": _("Formatting"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bullets": _("Bulleted list"),
    "numbers": _("Numbered list"),
    "quote": _("Quotation"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "address": _("Address"),
    "footnote": _("Footnote"),
    "table": _("Table"),
    "addRow": _("Add row"),
    "addColumn": _("Add column"),
    "deleteRow": _("Delete row"),
    "deleteColumn": _("Delete column"),
    "deleteTable": _("Delete table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
}


class ProseWidget(AdminTextareaWidget):
    def __init__(self, kind: str = "prose", attrs=None):
        super().__init__(attrs={"rows": 8, **(attrs or {}), "data-prose": kind})

    def use_required_attribute(self, initial) -> bool:
        return False  # the text area is hidden: a browser could not point at it

    @classproperty
    def media(cls):
        return Media(
            importmap=importmap,
            css={"all": ["django_prose_editor/editor.css", "briefings/admin/prose.css"]},
            js=[
                JSON(LABELS, id="prose-labels"),
                Script("briefings/admin/prose.js", type="module"),
                Script("briefings/admin/word_count.js", type="module"),
            ],
        )
