"""How wide words are in a drawing, and where they break. Errs on the wide side.

The widths are those of a wide sans-serif, so that no font that a page or a printer puts in their
place lets two labels touch.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_WIDTHS = (
    (re.compile(r"[ijlI'|!]"), 0.31),
    (re.compile(r"[ftr .,:;()\[\]/\\-]"), 0.41),
    (re.compile(r"[mMWw@%…—]"), 1.0),
    (re.compile(r"[A-Z&×→]"), 0.80),
    (re.compile(r"[a-z0-9–]"), 0.64),
)
BOLD = 1.1
LEADING = 1.35
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return no less than the width of ``text`` set in letters of ``size``."""
    return sum(_wide(letter) for letter in text) * size * (BOLD if bold else 1.0)


def height_of(lines: list[str], size: float) -> float:
    return len(lines) * size * LEADING


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return ``text`` in lines of at most ``width``; a word that is longer is broken."""
    lines: list[str] = []
    for word in (bit for one in plain(text).split() for bit in _broken(one, width, size, bold)):
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(tried, size, bold=bold) <= width:
            lines[-1] = tried
        else:
            lines.append(word)
    return lines or [""]


def plain(text: str) -> str:
    """Return ``text`` without what XML does not take."""
    return _ILLEGAL.sub(" ", text)


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    bits = [""]
    for letter in word:
        if bits[-1] and width_of(bits[-1] + letter, size, bold=bold) > width:
            bits.append("")
        bits[-1] += letter
    return bits


def _wide(letter: str) -> float:
    for letters, width in _WIDTHS:
        if letters.match(letter):
            return width
    return 1.05 if ord(letter) > 0x2E7F or east_asian_width(letter) in "WF" else 0.85
