"""The Jinja2 environment of the public pages: what their templates can call besides Jinja2's own.

Jinja2 compiles a template to Python, which renders a page several times faster than Django's own language. The back
office extends Django's templates and stays with those: everything below `templates/admin/`, and what packages bring. So
do mails, which are plain text as well.

Texts are marked with `_("…")`, or with `{% trans %}` where names are put in; both ask Django's catalogues each time,
so a template that is compiled once speaks every language. `manage.py makemessages` finds them (its command is here).
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import capfirst, filesizeformat, linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, TemplateNotFound, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context

from briefings import metadata, pictures, reading
from briefings.listing import Listing
from newsroom import frame

OF_DJANGO = ("admin/", "subscriptions/mails/")  # names that begin so are left to Django's own engine


class PublicTemplates(FileSystemLoader):
    """The files below a folder but those of the back office."""

    def get_source(self, environment: Environment, template: str):
        if template.startswith(OF_DJANGO):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        return [name for name in super().list_templates() if not name.startswith(OF_DJANGO)]


def escaped(value: object) -> str:
    """`value` as it stands in HTML, in attributes too; what is safe already stays as it is."""
    if value.__class__ is not str:
        if hasattr(value, "__html__"):
            return value.__html__()  # ty: ignore[not-callable]
        value = str(value)
    for sign, entity in _ENTITIES:
        if sign in value:
            value = value.replace(sign, entity)
    return value


_ENTITIES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("'", "&#x27;"),
)  # “&” comes first


class Escaping(CodeGenerator):
    """Has templates escape with `escaped`. Jinja2's own way wraps each of a page's hundreds of values in an object
    that says it is safe, only to join them to a text."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class PublicEnvironment(Environment):
    code_generator_class = Escaping
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping | None) -> MutableMapping:
        """A plain dictionary: nothing is added to the globals later, and a chain of two is slow to look through."""
        return {**self.globals, **(d or {})}


@lru_cache(maxsize=8192)
def url(name: str, *args) -> str:
    """`reverse`, remembered: every page asks for the same few addresses."""
    return reverse(name, args=args)


def marked(text: str) -> SafeString:
    """`text` in the active language, as the translators wrote it."""
    return _translated(get_language(), text)


@lru_cache(maxsize=4096)
def _translated(language: str | None, text: str) -> SafeString:
    """Remembered, since a page has dozens. The language only tells them apart."""
    return mark_safe(gettext(text))


@pass_context
def facets_of(context: Context, listing: Listing) -> SafeString:
    """`components/facets.html` of a listing, kept with it."""
    template = context.environment.get_template("components/facets.html")
    return listing.kept("facets", lambda: mark_safe(template.render(facets=listing.facets)))


def environment(*, loader: FileSystemLoader, auto_reload: bool, **ignored) -> Environment:
    """What settings name as the engine's environment; `loader` and `auto_reload` come from Django.

    What is not there is empty, however deep a template looks into it: a card has no entry for what a piece lacks.
    """
    made = PublicEnvironment(
        loader=PublicTemplates(loader.searchpath),
        extensions=["jinja2.ext.i18n"],
        keep_trailing_newline=True,
        autoescape=True,
        undefined=ChainableUndefined,
        auto_reload=auto_reload,
    )
    made.install_gettext_callables(marked, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals |= {
        "_": marked,
        "facets_of": facets_of,
        "form_path": metadata.form_path,
        "get_language": get_language,
        "in_sizes": pictures.in_sizes,
        "site_footer": frame.site_footer,
        "site_head": frame.site_head,
        "site_header": frame.site_header,
        "site_invitation": frame.site_invitation,
        "static": static,
        "url": url,
    }
    made.filters |= {filter.__name__: filter for filter in (capfirst, filesizeformat, intcomma, linebreaksbr)}
    made.filters |= {filter.__name__: filter for filter in _READING}
    return made


_READING = (
    reading.address,
    reading.biography,
    reading.by_role,
    reading.cadence_name,
    reading.calendar_day,
    reading.day,
    reading.hour,
    reading.iso,
    reading.iso_day,
    reading.kind_address,
    reading.kind_name,
    reading.language_name,
    reading.long_date,
    reading.name_of,
    reading.names,
    reading.text_in,
)
