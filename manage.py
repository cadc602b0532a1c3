#!/usr/bin/env python
"""Django's command line, with the embedded database where no DATABASE_URL is set."""

from __future__ import annotations

import os
import sys

from newsroom import database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    database.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
