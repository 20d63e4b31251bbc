"""The document as a tagged PDF (PDF/UA-1), set by Typst with fonts of its own.

Words reach the typesetter as data, so that nothing anybody wrote is taken for markup.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from musterpoint.apps.policies.document.blocks import Block, Document, Heading

STANDARD: Final = "ua-1"


def pdf(document: Document) -> bytes:
    """Return the document as PDF. The same document and instant give the same bytes."""
    import typst  # noqa: PLC0415 - eighty megabytes that only printing needs

    with tempfile.TemporaryDirectory(prefix="musterpoint-") as folder:
        place = Path(folder)
        style = files("musterpoint.apps.policies.document") / "strategy.typ"
        (place / "strategy.typ").write_text(style.read_text(encoding="utf-8"), encoding="utf-8")
        (place / "data.json").write_text(json.dumps(as_data(document)), encoding="utf-8")
        compiler = typst.Compiler(place / "strategy.typ", root=place, ignore_system_fonts=True)
        made = compiler.compile(
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=int(document.cover.made_at.astimezone(UTC).timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError(f"The typesetter gave {type(made).__name__}, not one file.")
    return made


def as_data(document: Document) -> dict[str, Any]:
    """Return the document as the style sheet reads it."""
    cover = document.cover
    return {
        "cover": {
            "title": cover.title,
            "organisation": cover.organisation,
            "version": cover.version,
            "standing": cover.standing,
            "rows": cover.rows,
        },
        "blocks": [_block(block, place) for place, block in enumerate(document.blocks)],
    }


def _block(block: Block, place: int) -> dict[str, Any]:
    found = {"kind": type(block).__name__.lower(), **asdict(block)}
    if isinstance(block, Heading):
        found["label"] = f"h{place}"
    return found
