"""A message as a text of at most two segments, in which no link and no number is ever cut.

A segment holds 153 septets of the GSM alphabet (GSM 03.38), or 67 units of UTF-16 as soon as one
character is outside it; a text that fits into one alone holds 160 or 70.
"""

from __future__ import annotations

import re

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import UPDATE

SEGMENTS = 2
_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
# Signs of good typesetting that have a plain form: they alone would halve what fits.
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "‐": "-", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'",
     "’": "'", "·": "-", "•": "-", "→": "->", "×": "x", "\u00a0": " ", "\u202f": " ", "\t": " "}
)  # fmt: skip
_PIECE = re.compile(r"https?://\S+|\+?\d(?:[\d .,:/-]*\d)?\S*|\S+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
ENDING = " ..."


def compose(message: Message) -> str:
    """Return the text: the short words, or the subject, and the link to the page.

    An update goes out whole, however many segments it takes.
    """
    if message.purpose == UPDATE:
        return _UNPRINTABLE.sub(" ", message.body).translate(_PLAIN).strip()
    words = " ".join(_UNPRINTABLE.sub(" ", message.short or message.subject).split())
    link = wording.address_of(message.link) if message.link else ""
    return fitted(words, link="" if link in words else link)


def fitted(words: str, *, link: str = "") -> str:
    """Return ``words`` and ``link`` within two segments, cut between words where they are long."""
    plain = words.translate(_PLAIN)
    tail = f" {link}" if link else ""
    if _fits(plain + tail):
        return (plain + tail).strip()
    if tail and not _fits(ENDING + tail):
        return fitted(words)  # a link that does not fit is worth less than the words
    return f"{_longest(plain, tail=ENDING + tail)}{tail}".strip()


def units(text: str) -> tuple[int, int]:
    """Return how many units a text takes, and how many fit into its segments."""
    if all(c in _ALPHABET or c in _EXTENDED for c in text):
        size = sum(2 if c in _EXTENDED else 1 for c in text)
        # The escape of an extended character and the character stay together in one segment.
        return size, 160 if size <= 160 else (153 * SEGMENTS) - (SEGMENTS - 1)
    size = len(text.encode("utf-16-be")) // 2
    return size, 70 if size <= 70 else (67 * SEGMENTS) - (SEGMENTS - 1)


def _fits(text: str) -> bool:
    size, room = units(text)
    return size <= room


def _longest(text: str, *, tail: str) -> str:
    """Return as many whole pieces from the start as leave room for ``tail``, and the ending."""
    ends = [match.end() for match in _PIECE.finditer(text)]
    fitting = [end for end in ends if _fits(text[:end] + tail)]
    if fitting:
        return text[: fitting[-1]].rstrip() + ENDING
    first = _PIECE.search(text)
    if first is None or first[0].startswith("http") or any(c.isdigit() for c in first[0]):
        return ENDING
    end = max(range(len(text)), key=lambda n: n if _fits(text[:n] + tail) else -1)
    return text[:end] + ENDING
