"""What comes back: bounces, complaints, and all that only looks like them."""

from subscriptions.returns.reading import Verdict, What, read
from subscriptions.returns.recording import record

__all__ = ["Verdict", "What", "read", "record"]
