"""A text as a reader hears it: any script's digits, any dash and digits in words as plain ASCII.

Every character of the folded text knows where it came from, so what is found in it can be
pointed at in the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NUMBER_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_WORD = rf"(?:{'|'.join(_NUMBER_WORDS)})"
_TOKEN = re.compile(
    rf"\b(?:(?P<times>double|triple|treble)[ -]{{1,2}})?(?P<what>{_WORD}|\d+)\b", re.IGNORECASE
)
_SPOKEN = re.compile(
    rf"\b(?:(?:(?:double|triple|treble)[ -]{{1,2}})?(?:{_WORD}|\d{{1,4}})[\s,.-]{{1,3}}){{2,}}"
    rf"(?:(?:double|triple|treble)[ -]{{1,2}})?(?:{_WORD}|\d{{1,4}})\b",
    re.IGNORECASE,
)
_HAS_WORDS = re.compile(rf"\b{_WORD}\b", re.IGNORECASE)
LEAST_WORDS = 3
_DASHES = {"\u2212", "\u00ad", "\u30fc"}


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain text, and for each of its characters where that began and ended as typed."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded characters from ``start`` up to before ``end`` were typed."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the text folded. ASCII without digits in words is returned as it is."""
    folded = Folded(text) if text.isascii() else _letters(text)
    return _spoken(folded) if _HAS_WORDS.search(folded.text) else folded


def _letters(text: str) -> Folded:
    letters, starts = [], []
    for place, letter in enumerate(text):
        plain = letter if letter.isascii() else _plain(letter)
        if plain:
            letters.append(plain)
            starts.append(place)
    return Folded("".join(letters), tuple(starts), tuple(place + 1 for place in starts))


def _plain(letter: str) -> str:
    """Return one plain character, or none for what cannot be seen."""
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(letter)
    if category == "Pd" or letter in _DASHES:
        return "-"
    if category == "Cf" or 0xFE00 <= ord(letter) <= 0xFE0F:
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    same = unicodedata.normalize("NFKC", letter)
    return same if len(same) == 1 and same.isascii() else letter


def _spoken(folded: Folded) -> Folded:
    """Turn runs of digits said as words into digits; a lone "one" stays a word."""
    runs = [
        run.span()
        for run in _SPOKEN.finditer(folded.text)
        if len(_HAS_WORDS.findall(run.group())) >= LEAST_WORDS
    ]
    if not runs:
        return folded
    letters, starts, ends = [], [], []

    def take(plain: str, start: int, end: int) -> None:
        typed = folded.typed(start, end)
        letters.append(plain)
        starts.extend([typed[0]] * len(plain))
        ends.extend([typed[1]] * len(plain))

    done = 0
    for start, end in runs:
        for token in _TOKEN.finditer(folded.text, start, end):
            for place in range(done, token.start()):
                take(folded.text[place], place, place + 1)
            take(_digits(token), token.start(), token.end())
            done = token.end()
    for place in range(done, len(folded.text)):
        take(folded.text[place], place, place + 1)
    return Folded("".join(letters), tuple(starts), tuple(ends))


def _digits(token: re.Match[str]) -> str:
    what = token["what"].lower()
    digits = _NUMBER_WORDS.get(what, what)
    times = _TIMES[token["times"].lower()] if token["times"] else 1
    return digits[:1] * (times - 1) + digits
