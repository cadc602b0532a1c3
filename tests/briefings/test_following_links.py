"""Links to other sites are followed by a job: politely, for so long, and never to a machine of our own."""

from __future__ import annotations

import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.utils import timezone

from briefings import tasks
from briefings.checks import following
from briefings.checks.visiting import is_public, visit
from briefings.content import Content, Part
from briefings.models import Format, Verdict, VisitedLink


class Site(BaseHTTPRequestHandler):
    """Answers `/<status>`, `/to/<path>` with a redirect, `/twice` with two, `/round` with one to itself, and `/slow`;
    `/get-only` knows no HEAD."""

    asked: list[str] = []

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        Site.asked.append(f"{self.command} {self.path}")
        if self.path == "/slow":
            time.sleep(3)
        status, where = 200, ""
        if self.path.startswith("/to/"):
            status, where = 302, self.path.removeprefix("/to/").replace("~", "/")
        elif self.path == "/twice":
            status, where = 301, "/to/~200"
        elif self.path == "/round":
            status, where = 302, "/round"
        elif self.path == "/get-only":
            status = 200 if self.command == "GET" else 405
        elif self.path[1:].isdecimal():
            status = int(self.path[1:])
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def forgotten():
    Site.asked.clear()


def loopback(ip: str) -> bool:
    return ip_address(ip).is_loopback


def test_what_pages_answer(site):
    said = {
        path: visit(f"{site}/{path}", loopback) for path in ("200", "404", "410", "403", "503", "get-only")
    }
    assert {path: came.verdict for path, came in said.items()} == {
        "200": Verdict.FINE,
        "404": Verdict.GONE,
        "410": Verdict.GONE,
        "403": Verdict.UNSURE,
        "503": Verdict.UNSURE,
        "get-only": Verdict.FINE,
    }
    assert said["404"].status == 404
    assert "GET /200" not in Site.asked and "GET /404" in Site.asked


def test_redirects_are_followed_and_not_for_ever(site):
    assert visit(f"{site}/twice", loopback).verdict == Verdict.FINE
    assert visit(f"{site}/to/~404", loopback).verdict == Verdict.GONE
    assert visit(f"{site}/round", loopback).verdict == Verdict.LOOP


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://2130706433/",
        "ftp://example.org/",
        "file:///etc/passwd",
    ],
)
def test_nothing_goes_to_a_machine_of_our_own(address):
    came = visit(address)
    assert came.verdict in (Verdict.PRIVATE, Verdict.NO_HOST, Verdict.UNSURE) and came.status is None
    assert not address.startswith("http://1") or came.verdict == Verdict.PRIVATE


def test_a_redirect_to_a_machine_of_our_own_is_not_followed(site):
    assert visit(f"{site}/200").verdict == Verdict.PRIVATE
    admitted = []

    def first_alone(ip: str) -> bool:
        admitted.append(ip)
        return len(admitted) == 1

    assert visit(f"{site}/to/{site}/200", first_alone).verdict == Verdict.PRIVATE
    assert Site.asked == [f"HEAD /to/{site}/200"]


def test_a_name_is_looked_up_once_and_where_it_led_is_where_the_connection_goes(site, monkeypatch):
    port, answers = int(site.rpartition(":")[2]), iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])

    def changing(host, asked, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), asked))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert visit(f"http://rebinding.example:{port}/200", loopback).verdict == Verdict.FINE
    assert next(answers) == "10.0.0.1"


def test_public_addresses():
    assert all(map(is_public, ["93.184.215.14", "2606:2800:21f:cb07::1"]))
    assert not any(
        map(is_public, ["100.64.0.1", "224.0.0.1", "2002:7f00:1::", "fe80::1", "198.18.0.1", "::"])
    )


def test_a_name_server_out_of_order_says_nothing_against_a_link(monkeypatch):
    def ask(*_asked, **_more):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert visit("https://example.org/").verdict == Verdict.UNSURE


def test_hosts_that_do_not_answer():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert visit(f"http://127.0.0.1:{port}/", loopback).verdict == Verdict.REFUSED
    assert visit("http://nowhere.invalid/", loopback).verdict == Verdict.NO_HOST
    assert visit("http://[nonsense/", loopback).verdict == Verdict.UNSURE


@pytest.mark.django_db
def test_the_job_keeps_what_came_of_it_and_lets_nothing_private_through(site):
    tasks.follow_links(addresses=[f"{site}/200"])
    assert VisitedLink.objects.get().verdict == Verdict.PRIVATE and Site.asked == []
    following.follow([f"{site}/200", f"{site}/404#part"], admit=loopback)
    kept = dict(VisitedLink.objects.values_list("address", "verdict"))
    assert kept == {f"{site}/200": Verdict.FINE, f"{site}/404#part": Verdict.GONE}


@pytest.mark.django_db
def test_it_does_not_wait_for_ever(site, monkeypatch):
    monkeypatch.setattr(following, "SECONDS", 1)
    began = time.monotonic()
    assert following.follow([f"{site}/slow", f"{site}/200"], admit=loopback) == 1
    assert time.monotonic() - began < 2.5
    assert VisitedLink.objects.get().address == f"{site}/200"


@pytest.mark.django_db
def test_what_was_followed_lately_is_not_followed_again():
    links = "".join(
        f'<a href="{a}">x</a>'
        for a in (
            "https://a.example/",
            "https://b.example/",
            "http://10.0.0.1/",
            "/here/",
            "mailto:a@b.example",
        )
    )
    content = Content("briefing", "T", "en", parts=(Part("p", "P", links),))
    shape = Format.objects.first()
    assert following.due(content, shape) == ["https://a.example/", "https://b.example/"]
    now = timezone.now()
    VisitedLink.objects.create(address="https://a.example/", verdict="fine", visited_at=now)
    VisitedLink.objects.create(
        address="https://b.example/", verdict="fine", visited_at=now - timedelta(days=8)
    )
    assert following.due(content, shape) == ["https://b.example/"]
