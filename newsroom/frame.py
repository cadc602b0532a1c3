"""`{{ site_header() }}`, `{{ site_footer() }}`: what stands round every page.

They differ from page to page in little: the entry of the navigation that leads here, the address that the language
buttons come back to, the words in the search box. So each is rendered once for a language and a place in the
navigation, is kept with the site's record and navigation that it was made of, and only the last two are filled in for
a request.
"""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from jinja2 import pass_context
from jinja2.runtime import Context

# Of the private use area: an address is percent-encoded and holds none, and words are filled in last.
_HERE, _WORDS = "\ue000here\ue000", "\ue000words\ue000"
_NEEDED = ("site", "navigation", "total_index", "languages")


@pass_context
def site_header(context: Context) -> SafeString:
    """Name, search box, navigation and languages."""
    words = context.get("words") or getattr(context.get("filters"), "q", "")
    html = _kept("components/site_header.html", context, "header")
    # Both are escaped here.
    return mark_safe(
        html.replace(_HERE, escape(context["request"].get_full_path())).replace(_WORDS, escape(words))
    )


@pass_context
def site_footer(context: Context) -> SafeString:
    """Name, postal address and the links below every page."""
    return mark_safe(_kept("components/site_footer.html", context, "footer"))


def _kept(name: str, context: Context, place: str) -> str:
    rendered, language = context["rendered"], get_language()
    key = (name, language, tuple(link.current for link in getattr(context["navigation"], place)))
    if key not in rendered:
        shown = {needed: context[needed] for needed in _NEEDED}
        rendered[key] = context.environment.get_template(name).render(shown, here=_HERE, words=_WORDS)
    return rendered[key]
