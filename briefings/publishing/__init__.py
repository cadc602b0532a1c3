"""The only writer of public rows.

Each verb runs in one transaction, may be repeated without effect, and names the version it acts on where that
matters. `by` is the user who asks and must have the right; None stands for the system itself (importers, jobs).
"""

from briefings.publishing.bin import KEPT_FOR, bin, purge, restore
from briefings.publishing.commenting import comment, comment_as_guest, resolve
from briefings.publishing.correct import correct
from briefings.publishing.errors import NotAllowed, NotPossible, NotReady, Problem
from briefings.publishing.projection import relate
from briefings.publishing.publish import publish, publish_many, refresh
from briefings.publishing.readiness import embargo, problems
from briefings.publishing.retract import retract
from briefings.publishing.review import approve, approved, assign, request_changes, set_due, submit
from briefings.publishing.scheduling import cancel, move, run_due, schedule, schedule_withdrawal
from briefings.publishing.sharing import agree, count_view, opened_by, revoke, share
from briefings.publishing.unpublish import unpublish

__all__ = [
    "KEPT_FOR",
    "NotAllowed",
    "NotPossible",
    "NotReady",
    "Problem",
    "agree",
    "approve",
    "approved",
    "assign",
    "bin",
    "cancel",
    "comment",
    "comment_as_guest",
    "correct",
    "count_view",
    "embargo",
    "move",
    "opened_by",
    "problems",
    "publish",
    "publish_many",
    "purge",
    "refresh",
    "relate",
    "request_changes",
    "resolve",
    "restore",
    "retract",
    "revoke",
    "run_due",
    "schedule",
    "schedule_withdrawal",
    "set_due",
    "share",
    "submit",
    "unpublish",
]
