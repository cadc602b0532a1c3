"""`{% site_header %}`, `{% site_footer %}`: what stands round every page.

They differ from page to page in little: the entry of the navigation that leads here, the address that the language
buttons come back to, the words in the search box. So each is rendered once an epoch for a language and a place in
the navigation, and only the last two are filled in for a request.
"""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from briefings import epoch

register = template.Library()
# Of the private use area: an address is percent-encoded and holds none, and words are filled in last.
_HERE, _WORDS = "\ue000here\ue000", "\ue000words\ue000"


@register.simple_tag(takes_context=True)
def site_header(context: RequestContext) -> SafeString:
    """Name, search box, navigation and languages."""
    html = _kept("components/site_header.html", context, "header")
    words = getattr(context.get("filters"), "q", "")
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    return mark_safe(
        html.replace(_HERE, escape(here)).replace(_WORDS, escape(words))
    )  # both are escaped here


@register.simple_tag(takes_context=True)
def site_footer(context: RequestContext) -> SafeString:
    """Name, postal address and the links below every page."""
    return _kept("components/site_footer.html", context, "footer")


def _kept(name: str, context: RequestContext, place: str) -> SafeString:
    site, navigation = context.get("site"), context.get("navigation")
    language = get_language()

    def render() -> SafeString:
        shown = {
            "site": site,
            "navigation": navigation,
            "total_index": context.get("total_index"),
            "languages": context.get("languages"),
            "LANGUAGE_CODE": language,
            "here": _HERE,
            "words": _WORDS,
        }
        return render_to_string(name, shown)

    leads_here = tuple(link.current for link in getattr(navigation, place, ()))
    return epoch.remember((name, language, leads_here), render)
