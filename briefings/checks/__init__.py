"""What can be said against a piece while it is written.

registry   all checks by name
look       what they look at
report     all findings, with what editors have set and waived
waiving    passing over a finding, with a reason
following  where links outside lead: a job's work
…          a module a kind of check
"""

from briefings.checks.findings import Finding
from briefings.checks.look import Look
from briefings.checks.report import Found, Report, blocking, examine
from briefings.checks.waiving import lift, waive

__all__ = ["Finding", "Found", "Look", "Report", "blocking", "examine", "lift", "waive"]
