"""What changed between two wordings of one clause, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 4_000
"""Above this, comparing word by word takes too long and helps nobody: one text, then the other."""


class Fate(StrEnum):
    """What became of some words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of text and what became of it."""

    fate: Fate
    text: str


def reworded(old: str, new: str) -> tuple[Words, ...]:
    """Return both texts as one: what stayed, what went out, what came in.

    What stayed and what went out make ``old`` again; what stayed and what came in make ``new``.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > MOST_TOKENS:
        return _some(Fate.OUT, old) + _some(Fate.IN, new)
    found: tuple[Words, ...] = ()
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, from_, to, start, end in matcher.get_opcodes():
        if what == "equal":
            found += _some(Fate.SAME, "".join(before[from_:to]))
        else:
            found += _some(Fate.OUT, "".join(before[from_:to]))
            found += _some(Fate.IN, "".join(after[start:end]))
    return found


def _some(fate: Fate, text: str) -> tuple[Words, ...]:
    return (Words(fate=fate, text=text),) if text else ()
