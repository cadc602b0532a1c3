"""Words that pages show out of packages which bring no Korean: named here, they are in our catalogue.

Nothing imports this; `make messages` reads it.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop, pgettext_lazy

WORDS = [
    gettext_noop("- Select an option -"),
    gettext_noop("A comma-separated list of tags."),
    gettext_noop("Please provide a comma-separated list of tags."),
    gettext_noop("Taggit"),
    pgettext_lazy("A tag name", "name"),
    pgettext_lazy("A tag slug", "slug"),
    gettext_noop("tag"),
    gettext_noop("tags"),
    gettext_noop("tagged item"),
    gettext_noop("tagged items"),
    # Names of our own permissions, as the database has them.
    gettext_noop("Can send editions"),
    gettext_noop("Can send mailings to a list"),
    gettext_noop("Can see the addresses of subscribers"),
    gettext_noop("Can export subscribers"),
    gettext_noop("Can import subscribers"),
]
