from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Keeps each mail as one `.eml` file in `path`, named so that the newest sorts last."""

    def __init__(self, *args, path: str | Path, **options):
        super().__init__(*args, **options)
        self.path = Path(path)

    def send_messages(self, email_messages) -> int:
        self.path.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{secrets.token_hex(3)}.eml"
            draft = self.path / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            os.replace(draft, self.path / name)  # a reader never sees half a mail
        return len(email_messages)
