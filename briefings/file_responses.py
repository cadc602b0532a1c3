"""Files of the storage as answers: whole, in ranges, or “not modified” (RFC 9110 §13 and §14).

Used for documents and, where no web server or storage service does it, for pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

_CHUNK = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*\Z", re.ASCII)


def respond(request, name: str, *, content_type: str, etag: str, headers: dict[str, str]) -> HttpResponseBase:
    """The file `name` of the default storage for GET and HEAD. `etag` is strong and quoted.

    One byte range is answered with 206, one outside the file with 416; several ranges and malformed ones
    with the whole file, as RFC 9110 §14.2 allows. Raises Http404 where the file is missing.
    """
    try:
        size, changed = default_storage.size(name), default_storage.get_modified_time(name)
    except FileNotFoundError as error:
        raise Http404(f"{name} is missing from the storage") from error
    # Both kinds of file are compressed already, and a range of a gzipped answer would be another file's
    # range.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    changed_at = int(changed.timestamp())
    response = _body(request, name, size, etag, changed_at)
    response["Content-Type"] = content_type
    for header, value in headers.items():
        response[header] = value
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed_at)
    # Preconditions come before ranges (RFC 9110 §13.2.2); a 416 says nothing about the file and stays as it
    # is.
    return get_conditional_response(request, etag, changed_at, response)


def _body(request, name: str, size: int, etag: str, changed_at: int) -> HttpResponseBase:
    wanted = _range(request, size, etag, changed_at)
    if wanted is not None and wanted.start >= wanted.stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    span = range(size) if wanted is None else wanted
    headers = {"Content-Length": str(len(span))}
    if wanted is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    status = 200 if wanted is None else 206
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_chunks(name, span), status=status, headers=headers)


def _range(request, size: int, etag: str, changed_at: int) -> range | None:
    """The bytes asked for: None for all of them, an empty range where the file has none of them."""
    asked = _ONE_RANGE.match(request.META.get("HTTP_RANGE", ""))
    if (
        request.method != "GET"
        or not asked
        or not any(asked.groups())
        or not _is_current(request, etag, changed_at)
    ):
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)


def _is_current(request, etag: str, changed_at: int) -> bool:
    """Whether an `If-Range` (RFC 9110 §13.1.5), if there is one, still means this file."""
    condition = request.META.get("HTTP_IF_RANGE", etag).strip()
    return condition == etag or parse_http_date_safe(condition) == changed_at


def _chunks(name: str, span: range) -> Iterator[bytes]:
    # Opened only when the server asks for the first chunk: an answer that is thrown away leaves nothing open.
    with default_storage.open(name) as file:
        file.seek(span.start)
        left = len(span)
        while left and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
