"""What a file is, by its own bytes: its name only says what it should be.

Refuses everything that a browser or an office would run: pages, drawings with scripts, programs,
documents with macros.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

TEXT = {
    "txt": "text/plain",
    "log": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
    "eml": "message/rfc822",
}
BINARY = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "wav": "audio/x-wav",
    "mp3": "audio/mpeg",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
PACKED = {
    "docx": (f"{_OFFICE}.wordprocessingml.document", "word/document.xml"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": (f"{_OFFICE}.presentationml.presentation", "ppt/presentation.xml"),
    "odt": ("application/vnd.oasis.opendocument.text", "content.xml"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
}
ALLOWED = (*BINARY, *PACKED, *TEXT)
_SAME = {"jpg": {"jpg", "jpeg", "jfif", "jpe"}, "jpeg": {"jpg", "jpeg", "jfif", "jpe"}}
_ACTIVE = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|script|\?xml|\?php|%)", re.IGNORECASE
)
_RUNS = re.compile(r"vbaproject\.bin$|/activex/|^basic/|^scripts/", re.IGNORECASE)
MOST_ENTRIES = 5_000
LOOKED_AT = 64 * 1024


class NotAllowed(Exception):
    """Files of this kind are not kept. ``ending`` is what its name says."""

    def __init__(self, ending: str) -> None:
        self.ending = ending
        super().__init__(f"Files ending in “.{ending}” are not kept." if ending else "No ending.")


class NotWhatItSays(Exception):
    """The bytes are not what the name says."""

    def __init__(self, ending: str) -> None:
        self.ending = ending
        super().__init__(
            f"This is no .{ending} file, whatever its name says. Attach it as what it really is."
        )


class HoldsPrograms(Exception):
    """A document with macros or controls."""

    def __init__(self) -> None:
        super().__init__("This document holds programs. Save it without macros.")


def kind_of(path: Path, name: str) -> str:
    """Return the kind of a file, or raise NotAllowed, NotWhatItSays or HoldsPrograms."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in BINARY:
        if not _SAME.get(ending, {ending}) & _endings_found(path):
            raise NotWhatItSays(ending)
        return BINARY[ending]
    if ending in PACKED:
        _look_into(path, ending)
        return PACKED[ending][0]
    if ending in TEXT:
        if not _is_text(path):
            raise NotWhatItSays(ending)
        return TEXT[ending]
    raise NotAllowed(ending)


def _endings_found(path: Path) -> set[str]:
    import puremagic  # noqa: PLC0415  # its table is large, and most processes never need it

    try:
        found = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError):
        return set()
    return {one.extension.lstrip(".").lower() for one in found}


def _look_into(path: Path, ending: str) -> None:
    try:
        with ZipFile(path) as packed:
            names = packed.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as trouble:
        raise NotWhatItSays(ending) from trouble
    if len(names) > MOST_ENTRIES or PACKED[ending][1] not in names:
        raise NotWhatItSays(ending)
    if any(_RUNS.search(name) for name in names):
        raise HoldsPrograms


def _is_text(path: Path) -> bool:
    """Whether it is words in some usual spelling, and no page or program."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
        rest_is_clean = all(
            b"\x00" not in chunk for chunk in iter(lambda: file.read(LOOKED_AT), b"")
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return rest_is_clean and b"\x00" not in head and not _ACTIVE.match(head) and head[:2] != b"#!"
