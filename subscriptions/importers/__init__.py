"""Bringing readers over from other systems, with the evidence of their consent."""

from subscriptions.importers.importing import Run
from subscriptions.importers.reading import Unusable
from subscriptions.importers.report import Report

__all__ = ["Report", "Run", "Unusable"]
