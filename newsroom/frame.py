"""`{{ site_head() }}`, `{{ site_header() }}`, `{{ site_invitation() }}`, `{{ site_footer() }}`: what frames every page.

They differ from page to page in little: the entry of the navigation that leads here, the address that the language
buttons come back to, the words in the search box. So each is rendered once for a language and a place in the
navigation, is kept with the site's record and navigation that it was made of, and only the last two are filled in for
a request.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from jinja2 import pass_context
from jinja2.runtime import Context

from newsroom.context import Link

# Of the private use area: an address is percent-encoded and holds none, and words are filled in last.
_HERE, _WORDS = "\ue000here\ue000", "\ue000words\ue000"
_NEEDED = ("site", "navigation", "total_index", "languages")


@pass_context
def site_head(context: Context) -> SafeString:
    """Style sheets, icon and the site's own feeds."""
    return _kept("components/site_head.html", context)


@pass_context
def site_header(context: Context) -> SafeString:
    """Name, search box, navigation and languages."""
    words = context.get("words") or getattr(context.get("filters"), "q", "")
    html = _kept("components/site_header.html", context, context["navigation"].header)
    # Both are escaped here.
    return mark_safe(
        html.replace(_HERE, escape(context["request"].get_full_path())).replace(_WORDS, escape(words))
    )


@pass_context
def site_invitation(context: Context) -> SafeString:
    """The invitation to the newsletters, below every page but that of the sign-up."""
    return _kept("subscriptions/invitation.html", context)


@pass_context
def site_footer(context: Context) -> SafeString:
    """Name, postal address and the links below every page."""
    return _kept("components/site_footer.html", context, context["navigation"].footer)


def _kept(name: str, context: Context, links: Sequence[Link] = ()) -> SafeString:
    rendered = context["rendered"]
    key = (name, get_language(), tuple([link.current for link in links]))
    if key not in rendered:
        shown = {needed: context[needed] for needed in _NEEDED}
        html = context.environment.get_template(name).render(shown, here=_HERE, words=_WORDS)
        rendered[key] = mark_safe(html)  # our own templates escape
    return rendered[key]
