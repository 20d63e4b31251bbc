"""Cells of another system's file without what must not be kept, read no longer than they need.

Nothing goes to the vault: the other system still has it, and nobody here typed it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from musterpoint.domain.personal_data import UNASKED_KINDS, redacted, spans

_HARMLESS = re.compile(
    r"[A-Za-z]{0,20}\d{0,10}"
    r"|\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[ T]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?Z?"
)
"""A code, a word, a number too short, an instant: most cells of most files."""


def screened_cells(cells: Sequence[str]) -> list[str]:
    """Return the cells as they may be kept."""
    return [cell if _HARMLESS.fullmatch(cell) else _without(cell) for cell in cells]


def _without(cell: str) -> str:
    return redacted(cell, spans(cell, of=UNASKED_KINDS))
