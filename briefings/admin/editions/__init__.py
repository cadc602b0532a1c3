"""Editions in the back office: composing, sending, and what can be done afterwards."""

from briefings.admin.editions import edition

__all__ = ["edition"]
