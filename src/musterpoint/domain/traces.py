"""Where a value stands in texts, however it was spaced or written, and the texts without it.

Says nothing of tables. The pattern means the same to Python and to PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

SHORTEST = 3
"""A shorter value stands in too many innocent texts to be taken out of all of them."""

LONGEST_LETTER_RUN = 3
FEWEST_DIGITS = 4
_BETWEEN = r"[\s./()-]*"
_CALL = re.compile(r"(?:0044|44|0)(\d{9,10})")


class TooShort(ValueError):
    """The value is so short that taking it out would take other things with it."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"A value of {length} characters is too short to look for in every text; "
            f"it takes {SHORTEST} at least. Take it out by hand where it stands."
        )


def pattern(values: Collection[str]) -> str:
    """Return a case-insensitive pattern that finds any of ``values``, or raise TooShort."""
    found = sorted({_one(value) for value in values}, key=lambda one: (-len(one), one))
    return rf"(?<!\w)(?:{'|'.join(found)})(?!\w)"


def without(values: Collection[str], *, stands_as: str) -> Callable[[str], str]:
    """Return a function that writes ``stands_as`` over ``values``; no text grows by it.

    Raises TooShort.
    """
    finder = re.compile(pattern(values), re.IGNORECASE)

    def over(match: re.Match[str]) -> str:
        length = len(match[0])
        return stands_as if len(stands_as) <= length else "*" * length

    return lambda text: finder.sub(over, text)


def _one(value: str) -> str:
    words = value.split()
    compact = re.sub(r"\W", "", value)
    if len(compact) < SHORTEST:
        raise TooShort(len(compact))
    if not _is_identifier(compact):
        return r"\s+".join(re.escape(word) for word in words)
    if call := _CALL.fullmatch(compact):
        return rf"(?:\+?{_BETWEEN.join('44')}|{_BETWEEN.join('0044')}|0){_BETWEEN}0?{_BETWEEN}" + (
            _BETWEEN.join(call[1])
        )
    return _BETWEEN.join(compact)


def _is_identifier(compact: str) -> bool:
    """Return whether it reads like a number or code that people space as they like."""
    digits = sum(character.isdecimal() for character in compact)
    letters = max((len(run) for run in re.findall(r"[^\W\d_]+", compact)), default=0)
    return digits >= FEWEST_DIGITS and letters <= LONGEST_LETTER_RUN
