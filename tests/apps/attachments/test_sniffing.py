"""A file is what its bytes are; what would run is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from musterpoint.apps.attachments.sniffing import (
    HoldsPrograms,
    NotAllowed,
    NotWhatItSays,
    kind_of,
)
from tests.apps.attachments import files_to_try as files


def kind(tmp_path: Path, name: str, content: bytes) -> str:
    there = tmp_path / "file"
    there.write_bytes(content)
    return kind_of(there, name)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("photo.PNG", files.png(), "image/png"),
        ("report.pdf", files.PDF, "application/pdf"),
        ("note.txt", "Fünf °C".encode(), "text/plain"),
        ("note.txt", "Fünf".encode("utf-16"), "text/plain"),
        ("rows.csv", b"a,b\n1,2\n", "text/csv"),
        ("late.eml", files.MAIL, "message/rfc822"),
        (
            "letter.docx",
            files.packed("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_what_is_what_it_says_is_kept(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    assert kind(tmp_path, name, content) == expected


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("photo.png", files.PDF, NotWhatItSays),
        ("photo.png", b"", NotWhatItSays),
        ("photo.jpg", files.png(), NotWhatItSays),
        ("report.pdf", files.PROGRAM, NotWhatItSays),
        ("note.txt", files.PAGE, NotWhatItSays),
        ("note.txt", b" \n" + files.PAGE, NotWhatItSays),
        ("note.csv", files.DRAWING, NotWhatItSays),
        ("note.txt", files.PROGRAM, NotWhatItSays),
        ("note.txt", b"a" * 70_000 + b"\x00", NotWhatItSays),
        ("note.log", b"#!/bin/sh\n", NotWhatItSays),
        ("letter.docx", b"PK\x03\x04 broken", NotWhatItSays),
        ("letter.docx", files.packed("xl/workbook.xml"), NotWhatItSays),
        ("letter.docx", files.packed("word/document.xml", "word/vbaProject.bin"), HoldsPrograms),
        ("drawing.svg", files.DRAWING, NotAllowed),
        ("page.html", files.PAGE, NotAllowed),
        ("program.exe", files.PROGRAM, NotAllowed),
        ("photo.png.exe", files.png(), NotAllowed),
        ("things.zip", files.packed("a"), NotAllowed),
        ("README", b"x", NotAllowed),
    ],
)
def test_what_is_not_what_it_says_or_would_run_is_refused(
    tmp_path: Path, name: str, content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        kind(tmp_path, name, content)
