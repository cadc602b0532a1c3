"""The demo's content and users."""

from __future__ import annotations

import os

from django.core.management.base import BaseCommand

from newsroom.sample import content, load

DEFAULT_PASSWORD = "newsroom-demo"


class Command(BaseCommand):
    help = "Fills an empty database with the sample newsroom and makes the demo's users. Does nothing twice."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--empty", action="store_true", help="the site's record, mailing lists and users only"
        )

    def handle(self, *, empty: bool, **options) -> None:
        load.users(os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD)
        if not load.is_empty():
            return
        sample = content.load()
        if empty:
            load.site(sample.site, with_sections=False)
            load.lists(sample.lists)
            return
        self.stderr.write("Loading the sample newsroom …", ending="")
        load.everything(sample)
        self.stderr.write(f" {len(sample.publications)} publications.")
