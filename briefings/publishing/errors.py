from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Problem:
    """Why a briefing cannot be published: `where` is a field's name or `part:<key>`, `message` is for the editor.
    What is `waivable` can be passed over with a reason (`briefings.checks.waiving`)."""

    where: str
    message: str
    waivable: bool = False


class NotAllowed(PermissionDenied):
    """The user has not the right to do this."""


class NotPossible(Exception):
    """The briefing's state does not admit this, for example retracting what was never published."""


class NotReady(Exception):
    """The version lacks something that publishing needs; `problems` says what."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))
