"""The prose editor as a form widget: django-prose-editor's module with our own schema, toolbar and paste rules.

Two kinds: `prose` (paragraphs, headings, lists, quotations, pictures, tables, footnotes) and `bullets` (one list whose
bullets can say their source, nothing else).
Without JavaScript it is a text area with HTML in it.
"""

from __future__ import annotations

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms import Script
from django.urls import reverse_lazy
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
    "footnote": _("Footnote"),
    "table": _("Table"),
    "addRow": _("Add row"),
    "addColumn": _("Add column"),
    "deleteRow": _("Delete row"),
    "deleteColumn": _("Delete column"),
    "deleteTable": _("Delete table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "underline": _("Underline"),
    "lineBreak": _("Line break"),
    "pull": _("Pull quote"),
    "picture": _("Picture"),
    "library": _("Library"),
    "searchPictures": _("Search pictures"),
    "choosePicture": _("Choose a picture first."),
    "nothingFound": _("Nothing was found."),
    "ownAlt": _("What it shows (in place of the library’s words)"),
    "captionHere": _("Caption: the library’s, unless you write one here"),
    "source": _("Source"),
    "sourceName": _("Who says so"),
    "searchOrAddress": _("Search for a piece, person, series or topic, or give an address"),
    "found": _("What was found"),
    "lookingUp": _("Looking it up …"),
    "chooseOrAddress": _("Choose something from the list, or give an address."),
    "shortcuts": _("Keyboard shortcuts"),
    "toToolbar": _("To the buttons (Esc leads back)"),
    "close": _("Close"),
    "addresses": {
        "references": reverse_lazy("admin:briefings_briefing_references"),
        "pictures": reverse_lazy("admin:briefings_briefing_pictures"),
        "thumbnail": reverse_lazy("admin:briefings_image_thumbnail", args=[0]),
    },
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
