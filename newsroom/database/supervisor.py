"""The process that starts the server, waits until nobody uses it any more, and stops it.

python -m newsroom.database.supervisor FOLDER READY_DESCRIPTOR [throwaway]
"""

from __future__ import annotations

import contextlib
import fcntl
import locale
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from newsroom.database import binaries
from newsroom.database.cluster import DATABASE, PORT, USER, Cluster

GRACE = 3.0  # seconds without users before the server stops: a restart meanwhile finds it warm
START_LIMIT, STOP_LIMIT = 30.0, 30.0


def supervise(cluster: Cluster, ready: int) -> None:
    """Run the server of `cluster` until it is no longer used; writes “ready” to the descriptor once it answers."""
    alone = cluster.lock_file("supervisor.lock")
    fcntl.flock(alone, fcntl.LOCK_EX)
    alone.truncate(0)
    print(os.getpid(), file=alone, flush=True)  # for people and tests; the lock is what counts
    cluster.make_folders()  # a supervisor that was just ending may have taken the sockets' folder away
    make_cluster(cluster)
    server = start_or_adopt(cluster)
    os.write(ready, b"ready")
    os.close(ready)
    watch(cluster, server)
    if cluster.root not in cluster.sockets.parents:
        with contextlib.suppress(OSError):
            cluster.sockets.rmdir()


def make_cluster(cluster: Cluster) -> None:
    """Make cluster and database in a folder that is renamed when whole: a killed attempt leaves nothing half-made.

    Raises SystemExit where the data were made by another major version of PostgreSQL.
    """
    version = cluster.data / "PG_VERSION"
    if version.exists():
        _refuse_other_version(cluster, version.read_text().strip())
        return
    draft = cluster.root / "data.new"
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    if cluster.as_nobody:
        os.chown(draft, pwd.getpwnam("nobody").pw_uid, -1)
    command = [cluster.programs() / "initdb", "-D", draft, "-U", USER, "--auth=trust", "--encoding=UTF8"]
    # Text search asks LC_CTYPE what a letter is: under "C" it would take curly quotes and dashes for letters.
    names = [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={_utf8_locale()}",
    ]
    subprocess.run(
        [*command, *names, "--no-instructions", *(["--no-sync"] if cluster.throwaway else [])],
        check=True,
        preexec_fn=binaries.leave_root,
        stdin=subprocess.DEVNULL,
    )
    _make_database(cluster, draft)
    draft.rename(cluster.data)


def _make_database(cluster: Cluster, folder: Path) -> None:
    """The product's own database, made before any server runs: a running cluster always has it."""
    alone = [cluster.programs() / "postgres", "--single", "-D", folder, "-c", "log_min_messages=warning"]
    subprocess.run(
        [*alone, "template1"],
        input=f"CREATE DATABASE {DATABASE};\n".encode(),
        check=True,
        preexec_fn=binaries.leave_root,
    )


def _refuse_other_version(cluster: Cluster, made_by: str) -> None:
    command = [cluster.programs() / "postgres", "--version"]
    out = subprocess.run(command, capture_output=True, text=True, preexec_fn=binaries.leave_root).stdout
    if f" {made_by}." not in out:
        raise SystemExit(
            f"The data in {cluster.data} were made by PostgreSQL {made_by}; the program here is {out.strip()}. "
            "Dump them with the old version and load them into a new data folder."
        )


def _utf8_locale() -> str:
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        return name
    return "C"


def start(cluster: Cluster) -> subprocess.Popen:
    folder = str(cluster.sockets).replace('"', '""')
    settings = {
        **cluster.settings,
        "unix_socket_directories": f'"{folder}"',
        "unix_socket_permissions": "0700",
    }
    command = [cluster.programs() / "postgres", "-D", cluster.data, "-p", str(PORT)]
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen([*command, *options], preexec_fn=binaries.leave_root, stdin=subprocess.DEVNULL)


def start_or_adopt(cluster: Cluster) -> subprocess.Popen | None:
    """The server, accepting connections: a new one, or None for one that runs already because only its supervisor
    was killed. After a kill -9 the old server's processes may take a moment to vanish, and it is tried again.

    Raises SystemExit when there is no server after START_LIMIT seconds.
    """
    deadline = time.monotonic() + START_LIMIT
    if cluster.noted_pid() and not cluster.server_pid():
        # After a restart of the machine another program may have the dead server's number, and PostgreSQL would
        # take it for a running server.
        cluster.pid_file.unlink()
    server = None if cluster.server_pid() else start(cluster)
    while not cluster.ready():
        if time.monotonic() > deadline:
            raise SystemExit("PostgreSQL does not accept connections")
        if server and server.poll() is not None:
            time.sleep(0.5)
            server = start(cluster)
        time.sleep(0.03)
    return server


def watch(cluster: Cluster, server: subprocess.Popen | None) -> None:
    """Keep the server running while it is used. Returns after stopping it when nobody has used it for a while, or
    when somebody else has stopped it in good order. One that crashed is started again."""
    users, idle_since = cluster.lock_file("users.lock"), None
    while True:
        if not runs(cluster, server):
            if not cluster.pid_file.exists():
                return
            server = start_or_adopt(cluster)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            idle_since = None
        else:
            idle_since = idle_since or time.monotonic()
            if time.monotonic() - idle_since >= GRACE:
                stop(cluster, server)  # the lock is kept: newcomers wait until the server is down
                return
            fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(0.2)


def runs(cluster: Cluster, server: subprocess.Popen | None) -> bool:
    return server.poll() is None if server else cluster.server_pid() is not None


def stop(cluster: Cluster, server: subprocess.Popen | None) -> None:
    """Fast shutdown: sessions are ended, a checkpoint is written."""
    pid = server.pid if server else cluster.server_pid()
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_LIMIT
    while runs(cluster, server) and time.monotonic() < deadline:
        time.sleep(0.05)


if __name__ == "__main__":
    folder, descriptor, *mode = sys.argv[1:]
    supervise(Cluster(folder, throwaway="throwaway" in mode), int(descriptor))
