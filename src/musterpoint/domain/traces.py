"""Where a value stands in texts, however it was spaced or written, and the texts without it.

Says nothing of tables. The pattern means the same to Python and to PostgreSQL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

SHORTEST = 3
"""A shorter value stands in too many innocent texts to be taken out of all of them."""

LONGEST_LETTER_RUN = 3
FEWEST_DIGITS = 4
_SPACES = "\u00a0\u2007\u2009\u200b\u202f\u2060"
_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BETWEEN = rf"[\s./()_,:*|+{_SPACES}{_DASHES}-]*"
UNMISTAKABLE = 8
"""So many letters and digits are the value also where other letters stand right beside them."""

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
    found = sorted(
        {one for value in values for one in _ways(value)}, key=lambda one: (-len(one), one)
    )
    return rf"(?:{'|'.join(found)})"


def without(values: Collection[str], *, stands_as: str) -> Callable[[str], str]:
    """Return a function that writes ``stands_as`` over ``values``; no text grows by it.

    Raises TooShort.
    """
    finder = re.compile(pattern(values), re.IGNORECASE)

    def over(match: re.Match[str]) -> str:
        length = len(match[0])
        return stands_as if len(stands_as) <= length else "*" * length

    return lambda text: finder.sub(over, text)


def _ways(value: str) -> Iterator[str]:
    """Yield patterns: to the letter as it was typed, however spaced, with its digits as ours."""
    plain = "".join(
        str(unicodedata.digit(letter, letter)) for letter in unicodedata.normalize("NFKC", value)
    )
    yield _one(value)
    yield _typed(value, _compact(value))
    if plain != value and len(_compact(plain)) >= SHORTEST:
        yield _one(plain)


def _one(value: str) -> str:
    compact = _compact(value)
    if len(compact) < SHORTEST:
        raise TooShort(len(compact))
    if not _is_identifier(compact):
        return _typed(value)
    if call := _CALL.fullmatch(compact):
        return _apart(
            rf"(?:\+?{_BETWEEN.join('44')}|{_BETWEEN.join('0044')}|0){_BETWEEN}0?{_BETWEEN}"
            + _BETWEEN.join(call[1]),
            compact,
        )
    return _apart(_BETWEEN.join(compact), compact)


def _compact(value: str) -> str:
    return re.sub(r"[\W_]", "", value)


def _typed(value: str, compact: str = "") -> str:
    return _apart(r"\s+".join(re.escape(word) for word in value.split()), compact)


def _apart(found: str, compact: str = "") -> str:
    """Return a pattern that stands alone: not in a word, or not in a longer number or code."""
    if len(compact) < UNMISTAKABLE:
        return rf"(?<!\w){found}(?!\w)"
    before = r"\d" if compact[0].isdecimal() else "[A-Za-z0-9]"
    after = r"\d" if compact[-1].isdecimal() else "[A-Za-z0-9]"
    return rf"(?<!{before}){found}(?!{after})"


def _is_identifier(compact: str) -> bool:
    """Return whether it reads like a number or code that people space as they like."""
    digits = sum(character.isdecimal() for character in compact)
    letters = max((len(run) for run in re.findall(r"[^\W\d_]+", compact)), default=0)
    return digits >= FEWEST_DIGITS and letters <= LONGEST_LETTER_RUN
