"""The mail of an edition."""

from briefings.editions.mail.words import words

__all__ = ["words"]
