"""The embedded PostgreSQL: started once, shared, stopped by the last one out, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from newsroom.database import Cluster

CHECKOUT = Path(__file__).parents[2]
HOLD = """
import sys
from newsroom.database import Cluster
users = Cluster(sys.argv[1], throwaway=sys.argv[2] == "quick").join()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    """A path with spaces and Hangul; no server is left in it afterwards.

    Where root may not use namespaces, the cluster chooses another folder, which `nobody` can reach.
    """
    root = Cluster(tmp_path / "자료 folder").root
    yield root
    server = Cluster(root).server_pid()
    if server:
        os.kill(server, signal.SIGINT)
        wait_until(lambda: Cluster(root).server_pid() is None)
    shutil.rmtree(root, ignore_errors=True)


def hold(root: Path, mode: str = "quick") -> subprocess.Popen:
    """A process that uses the server in `root`; “quick” does without what saves the last commits from a crash."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root), mode],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    return process


@contextmanager
def held(root: Path, mode: str = "quick"):
    process = hold(root, mode)
    yield process
    process.kill()
    process.wait()


def supervisor_pid(root: Path) -> int:
    return int((root / "supervisor.lock").read_text())


def wait_until(true, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def write_lines(cluster: Cluster, number: int) -> None:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE line (n int)")
        for n in range(number):
            connection.execute("INSERT INTO line VALUES (%s)", [n])


def count_lines(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url()) as connection:
        return connection.execute("SELECT count(*) FROM line").fetchone()[0]


def test_several_start_at_once_and_the_last_one_out_stops_it(folder):
    with ThreadPoolExecutor(4) as pool:
        holders = list(pool.map(hold, [folder] * 4))
    cluster = Cluster(folder)
    server = cluster.server_pid()
    for holder in holders[:3]:
        holder.kill()
        holder.wait()
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT DISTINCT datctype FROM pg_database").fetchall() == [("C.UTF-8",)]
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.server_pid() == server
    holders[3].communicate("")
    wait_until(lambda: cluster.server_pid() is None)


def test_the_socket_is_closed_to_others_and_home_stays_as_it_was(folder):
    before = os.stat(Path.home()).st_mode
    with held(folder):
        assert os.stat(Cluster(folder).sockets).st_mode & 0o077 == 0
        assert os.stat(Path.home()).st_mode == before


def test_nothing_acknowledged_is_lost_when_everything_is_killed(folder):
    cluster = Cluster(folder)
    with held(folder, "safe"):
        write_lines(cluster, 50)
        for pid in (supervisor_pid(folder), cluster.server_pid()):
            os.kill(pid, signal.SIGKILL)
    with held(folder, "safe"):
        assert count_lines(cluster) == 50


def test_a_server_that_crashed_in_use_comes_back_by_itself(folder):
    cluster = Cluster(folder)
    with held(folder, "safe"):
        write_lines(cluster, 5)
        first = cluster.server_pid()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: cluster.server_pid() not in (None, first) and cluster.ready())
        assert count_lines(cluster) == 5


def test_a_server_whose_supervisor_was_killed_is_adopted_and_still_stopped(folder):
    cluster = Cluster(folder)
    with held(folder):
        server = cluster.server_pid()
        os.kill(supervisor_pid(folder), signal.SIGKILL)
        with held(folder):
            assert cluster.server_pid() == server
    wait_until(lambda: cluster.server_pid() is None)


def test_a_process_that_got_the_dead_servers_number_is_not_taken_for_it(folder):
    cluster = Cluster(folder)
    with held(folder, "safe"):
        write_lines(cluster, 5)
        os.kill(supervisor_pid(folder), signal.SIGKILL)
        os.kill(cluster.server_pid(), signal.SIGKILL)
    wait_until(lambda: cluster.server_pid() is None)
    facts = cluster.pid_file.read_text().splitlines()
    cluster.pid_file.write_text("\n".join([str(os.getpid()), *facts[1:]]) + "\n")
    assert cluster.server_pid() is None
    with held(folder, "safe"):
        assert count_lines(cluster) == 5


def test_data_of_another_major_version_are_refused_with_a_message(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("13\n")
    with pytest.raises(RuntimeError, match="made by PostgreSQL 13"):
        Cluster(folder).join()


def test_a_half_made_cluster_is_made_again(folder):
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "leftover").write_text("from a killed attempt")
    with held(folder):
        assert not (folder / "data.new").exists()
