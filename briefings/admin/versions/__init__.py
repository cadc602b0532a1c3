"""Versions of a briefing in the back office: the timeline, two of them side by side, names, and the way back."""

from briefings.admin.versions.comparing import Comparing
from briefings.admin.versions.keeping import Keeping
from briefings.admin.versions.timeline import Timeline


class Versions(Timeline, Comparing, Keeping):
    """Mixin for the admin of briefings."""


__all__ = ["Versions"]
