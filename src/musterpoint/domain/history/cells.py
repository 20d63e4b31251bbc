"""Cells of spreadsheets: text that a spreadsheet would run as a formula is made to stay text."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "'"


def harmless(cell: object) -> str:
    """Return a cell as text that no spreadsheet runs: an apostrophe goes before a risky start.

    One that already looks so marked gets a second, so that ``as_written`` always gets it back.
    """
    text = "" if cell is None else str(cell)
    if text.startswith(_RISKY) or _is_marked(text):
        return _MARK + text
    return text


def as_written(cell: str) -> str:
    """Return the text that ``harmless`` was given."""
    return cell[1:] if _is_marked(cell) else cell


def _is_marked(text: str) -> bool:
    return text.startswith(_MARK) and text.lstrip(_MARK).startswith(_RISKY)
