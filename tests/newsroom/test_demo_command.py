"""`make demo` from an empty folder: it serves, looks after its processes, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.database import Cluster

CHECKOUT = Path(__file__).parents[2]


def until(true, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """The command in a process of its own, with data, port and database of its own."""

    def __init__(self, data: Path):
        self.data, self.port, self.log = data, free_port(), data.parent / "demo.log"
        self.cluster = Cluster(data / "postgres")

    def start(self) -> None:
        own = {"DATA_DIR": str(self.data), "PORT": str(self.port), "NEWSROOM_DEMO": "1"}
        names = ("DATABASE_URL", "SECRET_KEY", "NEWSROOM_EMBEDDED_DATABASE", "DJANGO_SETTINGS_MODULE")
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--empty"],
            cwd=CHECKOUT,
            env={**inherited, **own},
            stdout=open(self.log, "w"),  # noqa: SIM115 - closed with this process
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def says(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()

    def status(self, path: str) -> int:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def child(self, command: str) -> int:
        """The process that runs `manage.py <command>`, or 0."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next((int(pid) for pid in pids if f"\0{command}\0".encode() in command_line(pid)), 0)

    def has_left_nothing(self) -> bool:
        return not (self.cluster.server_pid() or using(self.data) or self.status("/healthz"))


def command_line(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def using(data: Path) -> list[str]:
    """Processes that were started with this data folder."""
    wanted, found = f"DATA_DIR={data}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(folder.name)
        except OSError:
            continue
    return found


@pytest.fixture
def demo(tmp_path):
    running = Demo(tmp_path / "자료 data")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()
    until(running.has_left_nothing)


def test_from_nothing_until_ctrl_c_and_again_until_kill_9(demo):
    demo.start()
    until(lambda: demo.says("Newsroom is running"))
    assert [demo.status(path) for path in ("/", "/publications/", "/admin/login/", "/demo/mailbox/")] == [
        200
    ] * 4
    until(lambda: demo.status("/readyz") == 200)
    assert "editor@example.org" in demo.log.read_text()

    os.kill(demo.child("worker"), signal.SIGKILL)
    until(lambda: demo.says("The worker was killed (signal 9) and starts again"))
    until(lambda: demo.child("worker"))

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(20) == 0
    until(demo.has_left_nothing)

    demo.start()
    until(lambda: demo.says("Newsroom is running"))
    demo.process.kill()
    demo.process.wait()
    until(demo.has_left_nothing)


def test_a_taken_port_is_named_before_anything_is_done(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.PORT = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {settings.PORT} of 127.0.0.1 cannot be used"):
            call_command("demo")
