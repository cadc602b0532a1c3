"""What is typed as readers will meet it: each rendering is a whole HTML document for the stage. On paper it is the page
again, by its own sheet for print.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from briefings import canonical, social_card
from briefings.content import Ref
from briefings.editions.content import EditionContent
from briefings.editions.drafting import closing_in, item_of
from briefings.editions.mail.html import html as mail_html
from briefings.editions.mail.mail import Mail
from briefings.editions.mail.plain import plain as mail_plain
from briefings.editions.mail.schemes import in_scheme
from briefings.editions.mail.wrapping import cut
from briefings.models import Choice, EditionItem, Publication
from briefings.views import publication as page
from subscriptions.sending.trying import for_nobody

TITLE, DESCRIPTION = 62, 156  # columns that search engines show on a desktop, near enough


@dataclass(frozen=True)
class Asked:
    """The unsaved publication, and how it is to be seen: `scheme` is “light” or “dark”."""

    request: HttpRequest
    publication: Publication
    scheme: str = ""


def web(asked: Asked) -> str:
    """The public page."""
    return page.preview(asked.request, asked.publication).text


def mail(asked: Asked) -> str:
    """The piece as the only one of an edition."""
    with override(asked.publication.language):
        html = mail_html(_mail(asked))
    return in_scheme(for_nobody(html, None), asked.scheme)


def text(asked: Asked) -> str:
    """The same edition for those who read no HTML."""
    with override(asked.publication.language):
        said = for_nobody(mail_plain(_mail(asked)), None)
    return _document("text", asked, text=said)


def search(asked: Asked) -> str:
    """As a result of a search engine, cut off as those do, and of the site's own search."""
    publication, site = asked.publication, asked.request.site
    parts = urlsplit(canonical.of(publication))
    return _document(
        "search",
        asked,
        title=cut(f"{publication.title} | {site.name_in(publication.language)}", TITLE),
        host=parts.netloc,
        steps=[unquote(step) for step in parts.path.strip("/").split("/")],
        description=cut(publication.says.description, DESCRIPTION),
    )


def card(asked: Asked) -> str:
    """As messengers and social networks show a link."""
    publication, site = asked.publication, asked.request.site
    picture = f"data:image/png;base64,{_drawn(social_card.Card.of(publication, site))}"
    host = urlsplit(canonical.of(publication)).netloc
    return _document("card", asked, picture=picture, host=host)


RENDERINGS: dict[str, Callable[[Asked], str]] = {
    "web": web,
    "mail": mail,
    "text": text,
    "search": search,
    "card": card,
}


@lru_cache(maxsize=32)
def _drawn(said: social_card.Card) -> str:
    """Remembered: the card stays the same while the text is written, and drawing it takes longer than all the rest."""
    return b64encode(social_card.png(said)).decode()


def _document(name: str, asked: Asked, **context) -> str:
    shown = {"publication": asked.publication, "says": asked.publication.says, **context}
    return render_to_string(f"briefings/lookahead/{name}.html", shown, request=asked.request)


def _mail(asked: Asked) -> Mail:
    publication, site = asked.publication, asked.request.site
    says = publication.says
    alone = EditionContent(
        series=says.series or Ref(0, site.name_in(publication.language), "newsletter"),
        number=1,
        date=timezone.localdate().isoformat(),
        language=publication.language,
        subject=publication.title,
        preheader=publication.dek,
        items=(item_of(EditionItem(shown=Choice.WHOLE), publication),),
        closing=closing_in(site, publication.language),
    )
    return Mail(alone, site, publication.get_absolute_url())
