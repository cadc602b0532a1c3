"""Keeps the headers of lists whole.

Python folds what is longer than a line, and writes a long address without spaces as encoded words (RFC 2047), which no
mail program looks for in List-Unsubscribe: the one click would be gone. A line may have 998 letters (RFC 5322 §2.1.1).
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import EmailPolicy, Policy, default

from django.core.mail import EmailMultiAlternatives

_KEPT = ("linesep", "max_line_length", "cte_type", "raise_on_defect", "utf8", "refold_source")


class WholeListHeaders(EmailPolicy):
    def fold(self, name: str, value: str) -> str:
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        whole = self._whole(name, value)
        return whole.encode("ascii") if whole else super().fold_binary(name, value)

    def _whole(self, name: str, value: str) -> str:
        whole = name.lower().startswith("list-") and str(value).isascii()
        return f"{name}: {value}{self.linesep}" if whole else ""


class Message(EmailMultiAlternatives):
    def message(self, *, policy: Policy = default) -> EmailMessage:
        return super().message(policy=WholeListHeaders(**{name: getattr(policy, name) for name in _KEPT}))
