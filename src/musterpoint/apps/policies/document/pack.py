"""The evidence pack: one zip for an assessor, with a manifest of what is in it and its hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime

MANIFEST = "manifest.json"
ALGORITHM = "SHA-256"


def pack(files: Mapping[str, bytes], *, about: Mapping[str, str], made_at: datetime) -> bytes:
    """Return ``files`` by name as a zip. The same files and instant give the same bytes."""
    manifest = {
        "about": dict(about),
        "made_at": made_at.isoformat(),
        "algorithm": ALGORITHM,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        listed = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
        for name, content in {MANIFEST: listed, **files}.items():
            entry = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, content)
    return made.getvalue()


def faults(zipped: bytes) -> tuple[str, ...]:
    """Return what in a pack is not as its manifest says; nothing when all of it is."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        names = set(opened.namelist()) - {MANIFEST}
        listed = {one["name"]: one["sha256"] for one in json.loads(opened.read(MANIFEST))["files"]}
        wrong = [
            f"{name} is not as it was"
            for name in sorted(names & listed.keys())
            if hashlib.sha256(opened.read(name)).hexdigest() != listed[name]
        ]
    missing = [f"{name} is missing" for name in sorted(listed.keys() - names)]
    return (*wrong, *missing, *(f"{name} is not listed" for name in sorted(names - listed.keys())))
