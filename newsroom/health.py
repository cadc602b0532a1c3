"""Whether the site is alive (`/healthz`) and able to do its work (`/readyz`), for load balancers and monitors."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from newsroom import migrated

LEAST_FREE = 200 * 1024 * 1024  # bytes
WORKER_SILENT = 60  # seconds


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, else 503; JSON with “ok” or the fault of each item."""
    found = {
        "database": _state(database),
        "migrations": "not known",
        "worker": "not known",
        "disk": _state(disk),
    }
    if found["database"] == "ok":
        found |= {"migrations": _state(migrations), "worker": _state(worker)}
    ready = all(state == "ok" for state in found.values())
    return JsonResponse(found, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def _state(fault: Callable[[], str]) -> str:
    try:
        return fault() or "ok"
    except DatabaseError:
        return "the database does not answer"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    missing = migrated.missing()
    return f"{len(missing)} migrations are not applied" if missing else ""


def worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [WORKER_SILENT],
        )
        (alive,) = cursor.fetchone()
    return "" if alive else "no worker is running"


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free
    return "" if free >= LEAST_FREE else f"only {free // 1024 // 1024} MB are free"
