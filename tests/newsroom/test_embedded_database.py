"""The embedded PostgreSQL: started once, shared, stopped by the last one out, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from newsroom.database import Cluster

CHECKOUT = Path(__file__).parents[2]
HOLD = """
import sys
from newsroom.database import Cluster
users = Cluster(sys.argv[1]).join()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A path with spaces and Hangul, and the server in it gone afterwards."""
    root = tmp_path / "자료 folder"
    yield root
    if (root / "data").exists():
        wait_until(lambda: Cluster(root).server_pid() is None, 15)


def hold(root: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    return process


def wait_until(true, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_several_start_at_once_and_the_last_one_out_stops_it(folder):
    with ThreadPoolExecutor(4) as pool:
        holders = list(pool.map(hold, [folder] * 4))
    cluster = Cluster(folder)
    server = cluster.server_pid()
    for holder in holders[:3]:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT DISTINCT datctype FROM pg_database").fetchall() == [("C.UTF-8",)]
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.server_pid() == server
    holders[3].communicate("")
    wait_until(lambda: cluster.server_pid() is None, 15)


def test_the_socket_is_closed_to_others_and_home_stays_as_it_was(folder):
    before = os.stat(Path.home()).st_mode
    holder = hold(folder)
    assert os.stat(Cluster(folder).sockets).st_mode & 0o077 == 0
    assert os.stat(Path.home()).st_mode == before
    holder.communicate("")


def test_nothing_acknowledged_is_lost_when_everything_is_killed(folder):
    holder, cluster = hold(folder), Cluster(folder)
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE line (n int)")
        for n in range(50):
            connection.execute("INSERT INTO line VALUES (%s)", [n])
    supervisors = subprocess.run(
        ["pgrep", "-f", f"supervisor {folder}"], capture_output=True, text=True
    ).stdout.split()
    for pid in (cluster.server_pid(), *map(int, supervisors), holder.pid):
        os.kill(pid, signal.SIGKILL)
    holder.wait()
    again = hold(folder)
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT count(*) FROM line").fetchone() == (50,)
    again.communicate("")


def test_a_server_whose_supervisor_was_killed_is_adopted_and_still_stopped(folder):
    holder, cluster = hold(folder), Cluster(folder)
    server = cluster.server_pid()
    subprocess.run(["pkill", "-KILL", "-f", f"supervisor {folder}"], check=True)
    second = hold(folder)
    assert cluster.server_pid() == server
    holder.communicate("")
    second.communicate("")
    wait_until(lambda: cluster.server_pid() is None, 15)


def test_data_of_another_major_version_are_refused_with_a_message(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("13\n")
    with pytest.raises(RuntimeError, match="made by PostgreSQL 13"):
        Cluster(folder).join()
    (folder / "data" / "PG_VERSION").unlink()
    (folder / "data").rmdir()


def test_a_half_made_cluster_is_made_again(folder):
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "leftover").write_text("from a killed attempt")
    hold(folder).communicate("")
    assert not (folder / "data.new").exists()
