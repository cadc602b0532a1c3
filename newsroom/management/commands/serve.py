"""The production web server."""

from __future__ import annotations

import os
import signal
import socket

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from newsroom import following, static_files

LEAST_SECRET = 50  # characters, as Django's own deployment check asks
# For a whole request head, and between the requests of a kept connection. A stopping worker waits for heads begun.
HEADER_SECONDS = 5
STOP_SECONDS = (
    12  # then a worker is killed: longer than a head may take, shorter than newsroom.children waits
)


class Command(BaseCommand):
    help = "Serves the site with WEB_CONCURRENCY processes on PORT. Put a proxy that speaks HTTPS in front of it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=settings.WEB_CONCURRENCY)
        parser.add_argument("--threads", type=int, default=2, help="threads of each process (default 2)")

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options) -> None:
        refuse_weak_secret()
        refuse_taken_port(host, port)
        following.follow_parent()
        static_files.collect()
        end_beginners_when_told()
        os.environ.update(following.environment())  # for the web processes, which newsroom/wsgi.py begins
        Granian(
            "newsroom.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            backlog=2048,
            websockets=False,
            respawn_failed_workers=True,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
            workers_kill_timeout=STOP_SECONDS,
            log_level="warning",
        ).serve()


def end_beginners_when_told() -> None:
    """Processes forked from now on end at SIGTERM until they say otherwise.

    A worker that is still loading the site has inherited Granian's handler, which notes the signal where nobody looks:
    the worker went on to serve, and was killed STOP_SECONDS later.
    """
    stop = {signal.SIGTERM}  # held back meanwhile: it may come before a child has run at all

    def in_child() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stop)

    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, stop),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, stop),
        after_in_child=in_child,
    )


def refuse_weak_secret() -> None:
    """Raises CommandError for a SECRET_KEY that is unset (outside the demo), short or plainly a placeholder."""
    if settings.DEMO:
        return
    given = os.environ.get("SECRET_KEY", "").strip()
    if not given:
        raise CommandError("SECRET_KEY is unset: set it to at least 50 random characters.")
    if len(given) < LEAST_SECRET or len(set(given)) < 5 or given.startswith("django-insecure-"):
        raise CommandError("SECRET_KEY is too weak: set it to at least 50 random characters.")


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError when nothing can listen on `port`, most often because another program does already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Choose another one with PORT={port + 1}."
            ) from error
