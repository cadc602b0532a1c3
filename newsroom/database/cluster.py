"""One PostgreSQL cluster in a folder: its files, its address, and how a process joins those who use it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO
from urllib.parse import quote

from newsroom.database import binaries

USER = DATABASE = "newsroom"
PORT = 5432  # names the socket file; nothing listens on a network
LONGEST_SOCKET_FOLDER = 85  # bytes; a socket's whole path may have 107 (unix(7))
LARGEST_LOG = 5 * 1024 * 1024  # bytes; a larger one is begun anew at the next start
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "warning",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Cluster:
    """`throwaway` is for tests: quicker, and not safe from a power cut."""

    def __init__(self, root: Path | str, *, throwaway: bool = False):
        self.root = Path(root).expanduser().absolute()
        self.throwaway = throwaway
        self.as_nobody = binaries.is_root() and not binaries.namespaces_work()
        if self.as_nobody and not binaries.open_to_others(self.root.parent):
            self.root = Path("/var/tmp") / f"newsroom-{_short(self.root)}"
        self.data = self.root / "data"
        self.sockets = self._socket_folder()

    def url(self, database: str = DATABASE) -> str:
        """The address of a database of this cluster, for libpq and Django."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self.sockets), safe='/')}&port={PORT}"

    @property
    def settings(self) -> dict[str, str]:
        return {**SETTINGS, **(THROWAWAY if self.throwaway else {})}

    def programs(self) -> Path:
        """The folder of PostgreSQL's programs that the server's user can reach."""
        there = binaries.directory()
        if self.as_nobody and not binaries.open_to_others(there):
            return binaries.copy_for_nobody(self.root)
        return there

    def join(self) -> IO:
        """Start the server or join its users; it lives while the returned file stays open here or in a child.

        Raises RuntimeError with the end of the server's log when it does not come up.
        """
        self.make_folders()
        with self.lock_file("start.lock") as start:
            fcntl.flock(start, fcntl.LOCK_EX)  # one starter at a time
            users = self.lock_file("users.lock")
            fcntl.flock(users, fcntl.LOCK_SH)  # waits while an old server is going down
            if not (self.supervised() and self.ready()):
                self._start_supervisor()
        return users

    def make_folders(self) -> None:
        mode = 0o711 if self.as_nobody else 0o700
        for folder in (self.root, self.sockets):
            folder.mkdir(parents=True, exist_ok=True, mode=mode)
        owner = os.stat(self.sockets).st_uid
        expected = pwd.getpwnam("nobody").pw_uid if self.as_nobody else os.geteuid()
        if self.as_nobody and owner == os.geteuid():
            os.chown(self.sockets, expected, -1)
        elif owner != expected:
            raise RuntimeError(f"{self.sockets} belongs to another user: remove it, or set DATA_DIR.")
        if stat.S_IMODE(os.stat(self.sockets).st_mode) != 0o700:
            os.chmod(self.sockets, 0o700)  # the only guard: connections are trusted

    def lock_file(self, name: str) -> IO:
        descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return os.fdopen(descriptor, "r+")

    def supervised(self) -> bool:
        """Whether a supervisor lives: it holds its lock alone."""
        with self.lock_file("supervisor.lock") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def ready(self) -> bool:
        """Whether the server accepts connections."""
        ask = [self.programs() / "pg_isready", "-q", "-h", self.sockets, "-p", str(PORT), "-U", USER]
        quiet = subprocess.DEVNULL
        return subprocess.run([*ask, "-d", "postgres"], stdin=quiet, stderr=quiet).returncode == 0

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's own; there while the server runs, and after one that crashed."""
        return self.data / "postmaster.pid"

    def noted_pid(self) -> int | None:
        """The process id in the server's file, if such a process exists: the server, or whoever has its number now."""
        try:
            pid = int(self.pid_file.read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        return pid

    def server_pid(self) -> int | None:
        """The running server's process id, or None."""
        pid = self.noted_pid()
        return pid if pid and os.fsencode(self.data) in _command_line(pid) else None

    def log_tail(self) -> str:
        log = self.root / "server.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    def _start_supervisor(self) -> None:
        reader, writer = os.pipe()
        command = [sys.executable, "-m", "newsroom.database.supervisor", str(self.root), str(writer)]
        log = self.root / "server.log"
        mode = "wb" if log.exists() and log.stat().st_size > LARGEST_LOG else "ab"
        with open(log, mode) as output:
            subprocess.Popen(
                [*command, *(["throwaway"] if self.throwaway else [])],
                pass_fds=[writer],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal must not reach the server
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONPATH": "", "PYTHONSAFEPATH": ""},
            )
        os.close(writer)
        with os.fdopen(reader) as pipe:
            if pipe.read().strip() != "ready":
                raise RuntimeError(f"The embedded PostgreSQL did not start:\n{self.log_tail()}")

    def _socket_folder(self) -> Path:
        folder = self.root / "sockets"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and not set(',"') & set(str(folder)):
            return folder
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        return base / f"newsroom-{os.getuid()}-{_short(self.root)}"


def _command_line(pid: int) -> bytes:
    """The words of a running program; empty for one that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # ended, or a system without /proc
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True).stdout


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
