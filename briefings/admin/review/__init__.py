"""Review in the back office: hand over, approve, ask for changes; comments beside the parts."""

from briefings.admin.review.reading import with_review
from briefings.admin.review.reviewing import Reviewing

__all__ = ["Reviewing", "with_review"]
