"""What would go out, what speaks against it, and whether somebody has answered for that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from briefings.editions import rendering
from briefings.editions.content import EditionContent
from briefings.editions.drafting import content_of
from briefings.editions.errors import NotPossible, NotReady
from briefings.editions.preflight import Look, Problem
from briefings.models import Edition
from subscriptions.models import MailingList


@dataclass(frozen=True)
class Prepared:
    """An edition as it stands. `mailing_list` is None for one that appears on the site only; `seal` is the same as long
    as neither the content nor the list of its series has changed. `look` is how the checks see it."""

    content: EditionContent
    mailing_list: MailingList | None
    problems: tuple[Problem, ...]
    seal: str
    look: Look

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if rendering.is_error(problem)]

    @property
    def may_have_a_page(self) -> bool:
        """Whether nothing would stand in the way of putting it on the site alone."""
        return not any(map(rendering.is_error, rendering.problems(self.look, mailed=False)))

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if not rendering.is_error(problem)]


def prepare(edition: Edition, site, *, mailed: bool) -> Prepared:
    """`edition` as it would go out now: to the list of its series, or with `mailed` False on the site only."""
    content = content_of(edition, site)
    look = Look(edition, content, site)
    problems = rendering.problems(look, mailed=mailed)
    what = json.dumps([content.to_json(), edition.series.mailing_list_id], sort_keys=True)
    mailing_list = edition.series.mailing_list if mailed else None
    return Prepared(content, mailing_list, tuple(problems), sha256(what.encode()).hexdigest()[:32], look)


def waiver_key(problem: Problem) -> str:
    """Names a problem in a form: another problem of the same kind has another key."""
    return sha256(f"{problem.code}\n{problem.message}".encode()).hexdigest()[:16]


def approve(
    row: Edition, prepared: Prepared, *, by, waived: Mapping[str, str], seen: str, now: datetime
) -> None:
    """Take responsibility for `prepared` (on the instance; the caller saves).

    `waived` are reasons by `waiver_key`; `seen` is the seal of what the editor had in front of them, "" where nobody
    looked. Raises NotPossible when it has changed since, NotReady for errors and warnings without a reason. The system
    needs to give no reasons.
    """
    if seen and seen != prepared.seal:
        raise NotPossible(_("The edition has changed since you opened this page. Look again, please."))
    if prepared.errors:
        raise NotReady(prepared.errors)
    if by is None:
        return
    reasons = {problem: waived.get(waiver_key(problem), "").strip() for problem in prepared.warnings}
    if left := [problem for problem, reason in reasons.items() if not reason]:
        raise NotReady(left)
    row.waivers = [
        *row.waivers,
        *(
            {
                "code": problem.code,
                "message": problem.message,
                "reason": reason,
                "by": by.get_username(),
                "at": now.isoformat(),
            }
            for problem, reason in reasons.items()
        ),
    ]


def kept(problems) -> list[dict]:
    """Problems as `Edition.problems` keeps them."""
    return [{name: str(value) for name, value in asdict(problem).items()} for problem in problems]
