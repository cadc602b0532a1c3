"""Publication page, listing and front page: without the page cache, with it, and asked for conditionally."""

from __future__ import annotations

import sys
from statistics import median

from django.conf import settings
from django.db import transaction

from tests import load, web_server
from tests.benchmarks import content

ROUNDS = 3


def main(size: int) -> None:
    content.prepare(size)
    from briefings import publishing
    from briefings.models import Publication

    print(
        f"\n{Publication.objects.count():,} publications, {web_server.WORKERS} web processes, 8 connections"
    )
    print(f"{'':34}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}   of its ceiling")
    middle = Publication.objects.listed().newest_first()[min(size // 2, 500)]
    with transaction.atomic():
        publishing.relate([middle.pk])  # a job does this after imports, which nobody runs here
    compare({"publication": middle.get_absolute_url(), "listing": "/publications/", "front": "/"}, middle.pk)


def compare(paths: dict[str, str], pk: int) -> None:
    """Print all figures; every round measures everything once, so that a noisy minute hits all alike."""
    with web_server.running(PAGE_CACHE_MEGABYTES="0") as bare, web_server.running() as cached:
        status, _headers, body = load.ask(cached, paths["publication"])
        assert status == 200, status
        (settings.DATA_DIR / "page.html").write_bytes(body)
        etags = {name: load.ask(cached, path)[1]["etag"] for name, path in paths.items()}
        tasks = {"ceiling: bytes from memory": (cached, "/bench/memory", {})}
        tasks["ceiling: one query and the bytes"] = (bare, f"/bench/query?pk={pk}", {})
        for name, path in paths.items():
            tasks[f"{name}, no page cache"] = (bare, path, {})
            tasks[f"{name}, page cache"] = (cached, path, {})
            tasks[f"{name}, conditional (304)"] = (cached, path, {"If-None-Match": etags[name]})
        found: dict[str, list[load.Figures]] = {name: [] for name in tasks}
        for _round in range(ROUNDS):
            for name, (port, path, headers) in tasks.items():
                status = 304 if headers else 200
                found[name].append(load.measure(port, path, status=status, seconds=2.5, headers=headers))
    report(found)


def report(found: dict[str, list[load.Figures]]) -> None:
    rates = {name: median(f.rate for f in figures) for name, figures in found.items()}
    memory, query = rates["ceiling: bytes from memory"], rates["ceiling: one query and the bytes"]
    for name, figures in found.items():
        p50, p95 = median(f.p50 for f in figures), median(f.p95 for f in figures)
        ceiling = query if "no page cache" in name else memory
        share = "" if name.startswith("ceiling") else f"{rates[name] / ceiling:>8.0%}"
        print(f"{name:34}{rates[name]:>9,.0f}{p50:>9.1f}{p95:>9.1f}{share}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
