"""The text: one editor a part, with the format's guidance and word limits beside it."""

from __future__ import annotations

import re

import nh3
from django import forms
from django.contrib import admin
from django.utils.html import strip_tags

from briefings import slugs
from briefings.admin.ordered import OrderedForm, OrderedFormSet, OrderedInline
from briefings.admin.prose import ProseWidget
from briefings.admin.starting import Start
from briefings.content import Part
from briefings.models import Briefing, BriefingPart, Format, FormatPart, PartKind
from briefings.sanitizing import ATTRIBUTES, SCHEMES

_IN_A_BULLET = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "u",
}
_BLOCK_END = re.compile(r"</(?:p|div|h\d|blockquote|tr)>|\n", re.IGNORECASE)


class PartForm(OrderedForm):
    """`rules` are the format's parts by key; a part without a rule is the writer's own."""

    substance = ("key", "heading", "body")

    class Meta:
        model = BriefingPart
        fields = ["key", "kind", "heading", "body", "position"]
        widgets = {"key": forms.HiddenInput}

    def __init__(self, *args, rules: dict[str, FormatPart] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = (rules or {}).get(self["key"].value())
        self.fields["key"].required = False
        if self.rule:
            self.fields["kind"].widget = forms.HiddenInput()
        self.fields["body"].widget = ProseWidget(self["kind"].value() or PartKind.PROSE)
        self.fields["body"].widget.attrs["aria-label"] = self["heading"].value() or self.fields["body"].label

    @property
    def words(self) -> int:
        return Part("", "", self["body"].value() or "").words

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == PartKind.BULLETS and cleaned.get("body"):
            cleaned["body"] = only_bullets(cleaned["body"])
        return cleaned


class PartFormSet(OrderedFormSet):
    def clean(self):
        self._name_new_parts()
        super().clean()

    def _name_new_parts(self) -> None:
        """Keys for the writer's own parts, made from their headings."""
        rows = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        taken = {form.cleaned_data["key"] for form in rows if form.cleaned_data.get("key")}
        for form in rows:
            if not form.cleaned_data.get("key"):
                wanted = slugs.slugify(form.cleaned_data.get("heading") or "", otherwise="part")[:40]
                key = slugs.distinct(wanted.strip("-"), taken)
                form.cleaned_data["key"] = form.instance.key = key
                taken.add(key)


class PartInline(OrderedInline, admin.StackedInline):
    model = BriefingPart
    form = PartForm
    formset = PartFormSet
    template = "admin/briefings/briefing/parts.html"
    follows = 1  # the fieldset after which the form shows it

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else len(Start.of(request).parts())

    def formset_kwargs(self, request, obj: Briefing) -> dict:
        """What the formset of the request needs beyond Django's own arguments."""
        if obj.pk:
            return {"form_kwargs": {"rules": rules_of(obj.format)}}
        start = Start.of(request)
        initial = {} if request.method == "POST" else {"initial": start.parts()}
        return {"form_kwargs": {"rules": rules_of(start.format)}, **initial}


def rules_of(shape: Format | None) -> dict[str, FormatPart]:
    return {rule.key: rule for rule in shape.parts.all()} if shape else {}


def only_bullets(html: str) -> str:
    """`html` as one list of bullets with nothing but inline markup in them; lines become bullets; "" when empty."""
    if not strip_tags(html).strip():
        return ""
    if "<li" not in html:
        lines = (line for line in _BLOCK_END.split(html) if strip_tags(line).strip())
        html = "<ul>{}</ul>".format("".join(f"<li>{line}</li>" for line in lines))
    html = re.sub(r"</p>\s*<p>", "<br>", html)
    kept = nh3.clean(
        re.sub(r"<(/?)ol\b[^>]*>", r"<\1ul>", html),
        tags={"ul", "li", *_IN_A_BULLET},
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in _IN_A_BULLET},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return re.sub(r"\s*<(/?)(ul|li)>\s*", r"<\1\2>", kept)
