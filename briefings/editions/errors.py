from __future__ import annotations

from collections.abc import Iterable

from briefings.editions.preflight import Problem
from briefings.publishing.errors import NotAllowed

__all__ = ["NotAllowed", "NotPossible", "NotReady"]


class NotPossible(Exception):
    """The edition's state does not admit this; the message is for the editor."""


class NotReady(Exception):
    """Something speaks against sending; `problems` are errors, and warnings that nobody has given a reason to pass."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))
