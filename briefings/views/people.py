"""People: who they are and what they wrote, edited or helped with."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings import canonical, registers, work_of_people
from briefings.caching import public
from briefings.drafting import figure_of
from briefings.models import Person
from briefings.registers import Register
from briefings.views.listing import feeds_of


@require_safe
@public
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person's hub; 404 for somebody whom nothing public credits, so that no name in a draft gets out."""
    role = request.GET.get("role", "")
    try:
        page = int(request.GET.get("page", "1"))
        found = work_of_people.of(slug, role, page)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    query = f"?role={role}" + (f"&page={page}" if page > 1 else "") if role else ""
    context = {
        "title": found.person.name_in(),
        "person": found.person,
        "portrait": figure_of(found.person.portrait) if found.person.portrait else None,
        "other_names": _other_names(found.person),
        "work": found,
        "feeds": feeds_of(request.path),
        "canonical": canonical.absolute(request.path) + query,
    }
    return render(request, "briefings/person.html", context)


def _other_names(person: Person) -> list[tuple[str, str]]:
    """(language, name) in the languages besides the one that heads the page."""
    shown = person.name_in()
    names = {settings.LANGUAGE_CODE: person.name, **person.names}
    return [(language, name) for language, name in names.items() if name != shown]


@require_safe
@public
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom something public credits, by name."""
    return register(request, _("People"), registers.people(), "person")


def register(request: HttpRequest, title: str, names: Register, url_name: str) -> HttpResponse:
    """A page of `names` that lead to `url_name`; 404 beyond the last page."""
    try:
        page = names.page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    context = {"title": title, "page": page, "letters": names.letters, "url_name": url_name}
    return render(request, "briefings/register.html", context)
