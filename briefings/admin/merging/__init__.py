"""Two who saved one briefing: what they changed apart is brought together, what they both changed is asked about."""

from briefings.admin.merging.reconciling import ReconcilingBriefings

__all__ = ["ReconcilingBriefings"]
