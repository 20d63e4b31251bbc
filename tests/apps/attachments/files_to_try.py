"""Small files, made here: what they are named for, or not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile


def png() -> bytes:
    """Return the smallest picture: one white point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\x00\xff")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")
    )


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
PROGRAM = b"MZ\x90\x00" + bytes(100)
MAIL = (
    b"From: Ann <ann@x.example>\r\nTo: desk@centre.example\r\nSubject: Late again\r\n"
    b"Date: Tue, 10 Mar 2026 12:00:00 +0000\r\n\r\nWhere is it?\r\n"
)


def packed(*names: str) -> bytes:
    """Return an archive of empty files."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()
