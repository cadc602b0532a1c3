"""The form of a piece while somebody writes: kept every few seconds, taken up again, shared with whoever else has it
open, and with a login in place when the session is over."""

from briefings.admin.working.autosaving import Autosaving
from briefings.admin.working.briefings import OfBriefings
from briefings.admin.working.presence import Presences
from briefings.admin.working.resuming import Resuming
from briefings.admin.working.session import Sessions


class Keepsafe(Autosaving, Resuming, Presences):
    """Mixin for the admin of a kind of piece, with one that says what is special about it."""


class Working(OfBriefings, Keepsafe, Sessions):
    """Mixin for the admin of briefings."""


__all__ = ["Keepsafe", "Working"]
