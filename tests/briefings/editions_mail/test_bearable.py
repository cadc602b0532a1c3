"""The mail uses nothing but what its allow-list names; docs/mail.md says why each is on it."""

from __future__ import annotations

import re

from tests.briefings.editions_mail import letters

TAGS = {
    "a", "abbr", "b", "blockquote", "body", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h1",
    "h2", "h3", "h4", "h5", "head", "hr", "html", "i", "img", "ins", "li", "meta", "ol", "p", "pre", "q", "s", "small",
    "span", "strong", "style", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "u", "ul",
}  # fmt: skip
PROPERTIES = {
    "-ms-text-size-adjust", "-webkit-text-size-adjust", "background-color", "border", "border-bottom", "border-collapse",
    "border-color", "border-left", "border-radius", "border-right", "border-top", "color", "display", "font-family",
    "font-size", "font-style", "font-weight", "height", "line-height", "margin", "max-height", "max-width", "mso-hide",
    "mso-padding-alt", "overflow", "overflow-x", "padding", "padding-left", "padding-right", "text-align",
    "text-decoration", "vertical-align", "white-space", "width", "word-break",
}  # fmt: skip
AT_RULES = {"@media (max-width: 480px)", "@media (prefers-color-scheme: dark)"}


def test_only_what_mail_programs_bear():
    page = letters.Page(letters.said(language="ko").html)
    assert {tag for tag, _found in page.tags} <= TAGS
    sheets = " ".join(re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL))
    rules = page.values("style") + re.findall(r"\{([^{}]*)\}", sheets)
    declared = [one.partition(":") for rule in rules for one in rule.split(";") if one.strip()]
    used = {name.strip() for name, _colon, _value in declared}
    assert used <= PROPERTIES
    assert not any("var(" in value or "calc(" in value or "rem" in value for _name, _colon, value in declared)
    assert {rule.strip() for rule in re.findall(r"@[^{]*", sheets)} == AT_RULES
    assert not any(name.startswith("on") for _tag, found in page.tags for name in found)
