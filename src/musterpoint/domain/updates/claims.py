"""What typed words claim: figures, times, causes, times of repair. Such words have to be facts.

Errs towards finding a claim: what is held back needlessly is put on the board and verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from musterpoint.domain.cautions import Care, cautions

_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds? "
    "thousands? millions? dozens? half"
)
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBERS.split())})\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:(?:by|until|till|before|after|since|from|around|at) (?:about |the )?(?:noon|midday|"
    r"midnight|tonight|today|tomorrow|yesterday|lunch(?:time)?|morning|afternoon|evening|weekend|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|end of)|within (?:the|an?) \w+|in an? "
    r"(?:minute|moment|hour|day|week)|(?:this|last|next) (?:morning|afternoon|evening|week|"
    r"month))\b",
    re.IGNORECASE,
)
_REPAIR = re.compile(
    r"\b(?:(?:is|are|was|were|has been|have been|now) (?:back|fixed|repaired|restored|resolved|"
    r"solved|working|running)|works? again|(?:will|should|shall) (?:soon )?be (?:back|fixed|"
    r"repaired|restored|resolved|solved|working|running|up))\b",
    re.IGNORECASE,
)


class ClaimKind(StrEnum):
    FIGURE = "figure"
    TIME = "time"
    CAUSE = "cause"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """``text[start:end]`` is ``says``."""

    start: int
    end: int
    kind: ClaimKind
    says: str


_OF_CARE = {Care.CAUSE: ClaimKind.CAUSE, Care.REPAIR_TIME: ClaimKind.REPAIR}


def claims(text: str) -> tuple[Claim, ...]:
    """Return what the text claims, in its order; one place may be two claims."""
    return tuple(sorted({*_matches(text), *_cautioned(text)}))


def runs(found: Iterable[Claim], text: str) -> Iterator[Claim]:
    """Yield the claims with figures that stand side by side as one: a telephone number is one."""
    last: Claim | None = None
    for one in found:
        if (
            last
            and last.kind is one.kind is ClaimKind.FIGURE
            and not text[last.end : one.start].strip()
        ):
            last = replace(last, end=one.end, says=text[last.start : one.end])
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def figures(text: str) -> frozenset[str]:
    """Return the figures of the text, so that one text can be held against another."""
    words = (one[0].lower().removesuffix("s") for one in _NUMBER_WORD.finditer(text))
    return frozenset((*(one[0] for one in _FIGURE.finditer(text)), *words))


def _matches(text: str) -> Iterator[Claim]:
    for kind, pattern in (
        (ClaimKind.FIGURE, _FIGURE),
        (ClaimKind.FIGURE, _NUMBER_WORD),
        (ClaimKind.TIME, _TIME),
        (ClaimKind.REPAIR, _REPAIR),
    ):
        for one in pattern.finditer(text):
            yield Claim(start=one.start(), end=one.end(), kind=kind, says=one[0])


def _cautioned(text: str) -> Iterator[Claim]:
    for one in cautions(text):
        if one.care in _OF_CARE:
            yield Claim(start=one.start, end=one.end, kind=_OF_CARE[one.care], says=one.says)
