"""A small load generator: some connections that each ask again as soon as they are answered, for a bounded time."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Answers a second, and the 50th and 95th percentile of their time in milliseconds."""

    rate: float
    p50: float
    p95: float


def ask(port: int, path: str, *, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own: status, headers (lower case) and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(_request(path, port, {**(headers or {}), "Connection": "close"}))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}, body


def post(port: int, path: str, form: bytes) -> int:
    """One form on a connection of its own: the status of the answer."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(form)),
        "Connection": "close",
    }
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(_request(path, port, headers, method="POST") + form)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(received.split(maxsplit=2)[1])


def measure(
    port: int, path: str, *, status: int = 200, seconds: float = 4.0, connections: int = 8, headers=None
) -> Figures:
    """Load `path` for `seconds`. Raises RuntimeError for an answer with another status."""
    request = _request(path, port, headers or {})
    expected = f" {status} ".encode()
    times: list[list[float]] = [[] for _ in range(connections)]
    faults: list[str] = []
    end = time.perf_counter() + seconds

    def run(mine: list[float]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                while (began := time.perf_counter()) < end:
                    connection.sendall(request)
                    _receive(connection, expected)
                    mine.append(time.perf_counter() - began)
        except (OSError, RuntimeError) as error:
            faults.append(f"{path}: {error}")

    threads = [threading.Thread(target=run, args=[mine]) for mine in times]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if faults:
        raise RuntimeError(faults[0])
    every = sorted(t for mine in times for t in mine)
    return Figures(len(every) / took, 1000 * every[len(every) // 2], 1000 * every[int(len(every) * 0.95)])


def _request(path: str, port: int, headers: dict[str, str], method: str = "GET") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        *(f"{k}: {v}" for k, v in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _receive(connection: socket.socket, expected: bytes) -> None:
    """Read one answer off a kept connection; Content-Length tells where it ends."""
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    if expected not in head[:20]:
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    lower = head.lower()
    at = lower.find(b"content-length: ")
    length = int(lower[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
