"""What speaks against sending an edition. Errors block it; warnings can be passed over with a reason, which is kept.

checking   all checks by name
look       what the checks look at
pages      where in the back office a thing is mended
…          a module a kind of check
"""

from briefings.editions.preflight import embargoes
from briefings.editions.preflight.checking import check, checked
from briefings.editions.preflight.look import Look
from briefings.editions.preflight.problems import Problem

__all__ = ["Look", "Problem", "check", "checked", "embargoes"]
