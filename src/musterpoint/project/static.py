"""Serves the style sheets and scripts from the process itself, with no build step.

The address of every file carries one version for all of them, ``/static/<version>/web/app.css``: so
relative addresses inside the files keep working, and a file may be cached for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
WORTH_PACKING = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})
SMALLEST_TO_PACK = 600

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file, ready to send."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str


class VersionedStorage(StaticFilesStorage):
    """Puts the version into the address that ``{% static %}`` writes."""

    def url(self, name: str | None) -> str:
        if not name:
            raise ValueError("A static file needs a name.")
        return str(super().url(f"{version()}/{name}"))


@cache
def version() -> str:
    """Return a hash over every static file of every app."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(path.encode())
            digest.update(Path(storage.path(path)).read_bytes())
    return digest.hexdigest()[:12]


@cache
def load(name: str) -> StaticFile | None:
    """Return the file of that name, or None when no app has it."""
    found = finders.find(name)
    if not found:
        return None
    body = Path(str(found)).read_bytes()
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = None
    if content_type in WORTH_PACKING and len(body) >= SMALLEST_TO_PACK:
        packed = gzip.compress(body, mtime=0)
    if content_type.startswith("text/"):
        content_type += "; charset=utf-8"
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return StaticFile(body=body, packed=packed, content_type=content_type, etag=etag)


@require_safe
def serve(request: HttpRequest, asked_version: str, name: str) -> HttpResponse:
    file = load(name)
    if file is None:
        raise Http404
    if request.headers.get("If-None-Match") == file.etag:
        return HttpResponseNotModified(headers={"ETag": file.etag})
    headers = {"ETag": file.etag, "Vary": "Accept-Encoding"}
    headers["Cache-Control"] = FOR_EVER if asked_version == version() else ASK_AGAIN
    body = file.body
    if file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = file.packed
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, content_type=file.content_type, headers=headers)
