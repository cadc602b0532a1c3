"""The form of a briefing while somebody writes: kept every few seconds, taken up again, shared with whoever else has it
open, and with a login in place when the session is over."""

from briefings.admin.working.autosaving import Autosaving
from briefings.admin.working.presence import Presences
from briefings.admin.working.resuming import Resuming
from briefings.admin.working.session import Sessions


class Working(Autosaving, Resuming, Presences, Sessions):
    """Mixin for the admin of briefings."""


__all__ = ["Working"]
