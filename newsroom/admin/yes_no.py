"""Django's icons for yes and no say “True” and “False” to those who do not see them, in every language."""

from __future__ import annotations

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

_SAYS = {True: ("yes", _("Yes")), False: ("no", _("No")), None: ("unknown", _("Unknown"))}


def icon(value: bool | None) -> SafeString:
    """The same icon, saying it in the language of the page."""
    name, said = _SAYS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), said)


admin_list._boolean_icon = icon  # lists and read-only fields look it up there
