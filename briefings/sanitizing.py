"""The one gate that HTML passes before it is stored: an allow-list, no remote images, no inline style.

A body keeps structure and links and loses everything else. Headings start at h3, because a part's own heading
is h2 and the title h1. `clean` is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

import nh3
from django.db import models
from django.utils.safestring import SafeString

from briefings import nesting, referring

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption",
    "figure", "h3", "h4", "h5", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "hreflang", "lang", "data-ref"},
    "abbr": {"title"},
    "blockquote": {"cite", "lang", "data-pull"},
    "figure": {"data-image", "data-alt"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "p": {"lang"},
    "q": {"cite", "lang"},
    "sup": {"data-note"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_DEMOTED = {"h1": "h3", "h2": "h3", "h6": "h5"}
_HEADING = re.compile(r"<(/?)(h1|h2|h6)(?=[\s>/])", re.IGNORECASE)
_OWN_IMAGE = re.compile(r"/(?:media|static)/[^\s\\]+\Z")
_ADDRESSES = {("a", "href"), ("blockquote", "cite"), ("q", "cite")}
_REFERENCES = {("a", "data-ref"): referring.is_reference, ("figure", "data-image"): referring.is_image}
_EDGES = "".join(map(chr, range(0x21)))
_IGNORED_IN_ADDRESS = re.compile(r"[\t\n\r]")
_NOT_IN_ADDRESS = re.compile(r"""[\s\x00-\x20"<>^`{|}\x7f-\x9f]+""")
_FOREIGN_IN_ADDRESS = re.compile(r"[^\x00-\x7f]+")
_IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")


class CleanHTML(SafeString):
    """HTML that has passed the gate, so that it need not pass twice and templates may show it as it is."""


def clean(html: str) -> CleanHTML:
    """`html` as it may be stored and shown. Takes any text, however hostile; never raises."""
    if isinstance(html, CleanHTML):
        return html
    if not html:
        return CleanHTML("")
    shallow = nesting.flattened(html.replace("\x00", ""))
    demoted = _HEADING.sub(lambda m: f"<{m[1]}{_DEMOTED[m[2].lower()]}", shallow)
    kept = nh3.clean(
        demoted,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_attribute,
        link_rel=None,
        strip_comments=True,
    )
    return CleanHTML(referring.regular(_IMAGE_WITHOUT_SOURCE.sub("", kept)).strip())


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    """`value` as it is kept; None for pictures that are not our own. nh3 has looked at its scheme before."""
    if (tag, attribute) in _ADDRESSES:
        return _address(value)
    if tag == "img" and attribute == "src" and not _OWN_IMAGE.match(value):
        return None
    if attribute == "data-pull":
        return ""
    if check := _REFERENCES.get((tag, attribute)):
        return value if check(value) else None
    return value


def _address(written: str) -> str:
    """`written` as browsers read it (URL Standard, 4.4), what is not valid in an address percent-encoded.

    `%` and `\\` stay: half of a code may be meant, and a backslash is read as a slash. So do other scripts, unless
    composing (NFC) would lead elsewhere.
    """
    address = _IGNORED_IN_ADDRESS.sub("", written.strip(_EDGES))
    address = _NOT_IN_ADDRESS.sub(lambda odd: quote(odd[0]), address)
    if not unicodedata.is_normalized("NFC", address):
        address = _FOREIGN_IN_ADDRESS.sub(lambda foreign: quote(foreign[0]), address)
    return address


class SanitizedHTMLField(models.TextField):
    """A text column whose every write passes `clean`: forms, importers, bulk writes and `update()` alike."""

    def pre_save(self, model_instance, add):
        cleaned = clean(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, cleaned)
        return cleaned

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = str(clean(value))
        return super().get_db_prep_save(value, connection)


class SanitizedTranslationsField(models.JSONField):
    """HTML by language, `{"ko": "<p>…</p>"}`; every write passes `clean`."""

    def get_db_prep_save(self, value, connection):
        if isinstance(value, dict):
            value = {language: str(clean(html)) for language, html in value.items() if isinstance(html, str)}
        return super().get_db_prep_save(value, connection)
