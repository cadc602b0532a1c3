"""What speaks against sending an edition."""

from briefings.editions.preflight.checking import check
from briefings.editions.preflight.problems import Problem

__all__ = ["Problem", "check"]
