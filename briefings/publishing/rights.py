from __future__ import annotations

from django.utils.translation import gettext as _

from briefings.publishing.errors import NotAllowed


def require(by, permission: str) -> None:
    """Let the system (None) and users with `briefings.<permission>` pass; raise NotAllowed for others."""
    if by is not None and not by.has_perm(f"briefings.{permission}"):
        raise NotAllowed(_("You do not have the right to do this."))
