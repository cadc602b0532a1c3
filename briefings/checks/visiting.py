"""Follows one link as a reader's browser would, but never to a machine that is not on the public internet.

A host is looked up once, and the connection goes to the address that was found and admitted: a name that answers
differently a moment later (DNS rebinding) gains nothing by it. Each hop of a redirect is admitted anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from briefings.models import Verdict

SECONDS, HOPS = 8, 6  # of each step of a connection; redirects
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GONE = (404, 410)
_NO_NAME = (
    socket.EAI_NONAME,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
)  # the second one is not POSIX's

Admit = Callable[[str], bool]


class Visit(NamedTuple):
    verdict: Verdict
    status: int | None = None


class _Closed(Exception):
    """It leads where no reader can go."""


def is_public(ip: str) -> bool:
    """Whether an IP address is a host on the public internet, and not one in disguise: IPv4 within IPv6."""
    found = ipaddress.ip_address(ip)
    if found.version == 6:
        if found.sixtofour or found.teredo or found in _NAT64:
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast


def visit(address: str, admit: Admit = is_public) -> Visit:
    """What comes of following `address` (http or https). HEAD first; GET where that is not understood."""
    try:
        return _follow(address, admit)
    except _Closed:
        return Visit(Verdict.PRIVATE)
    except socket.gaierror as error:  # a name server that is out of order says nothing about the name
        return Visit(Verdict.NO_HOST if error.errno in _NO_NAME else Verdict.UNSURE)
    except ConnectionRefusedError:
        return Visit(Verdict.REFUSED)
    except ssl.SSLCertVerificationError:
        return Visit(Verdict.CERTIFICATE)
    except (OSError, http.client.HTTPException, ValueError):  # silence, nonsense, an address that is none
        return Visit(Verdict.UNSURE)


def _follow(address: str, admit: Admit) -> Visit:
    for _hop in range(HOPS):
        status, onward = _ask("HEAD", address, admit)
        if status in (400, 403, 405, 501, *_GONE) or status >= 500:
            status, onward = _ask("GET", address, admit)
        if not (300 <= status < 400 and onward):
            return Visit(_verdict(status), status)
        address = urljoin(address, onward)
    return Visit(Verdict.LOOP)


def _verdict(status: int) -> Verdict:
    """Many sites refuse programs (403, 429, 503) what they show to people."""
    if status in _GONE:
        return Verdict.GONE
    return Verdict.FINE if 200 <= status < 400 else Verdict.UNSURE


def _ask(method: str, address: str, admit: Admit) -> tuple[int, str]:
    """The status, and where a redirect leads. Nothing of the body is read."""
    parts = urlsplit(iri_to_uri(address))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Closed
    connection = _connected(parts, admit)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {
            "User-Agent": f"Newsroom link check (+{settings.SITE_URL})",
            "Accept": "*/*",
            "Connection": "close",
        }
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location") or ""
    finally:
        connection.close()


def _connected(parts: SplitResult, admit: Admit) -> http.client.HTTPConnection:
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = host.encode("idna").decode() if not host.isascii() else host
    family, _kind, _proto, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    ip = str(where[0]).partition("%")[0]
    if not admit(ip):
        raise _Closed
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port, timeout=SECONDS)
    plain = socket.socket(family, socket.SOCK_STREAM)
    plain.settimeout(SECONDS)
    try:
        plain.connect(where)
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=host) if secure else plain
    except BaseException:
        plain.close()
        raise
    return connection
