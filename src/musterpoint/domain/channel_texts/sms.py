"""How many text messages some words take, and which of their characters make them more.

A phone network counts 160 characters of the GSM alphabet (3GPP TS 23.038) or 70 UTF-16 units of
any other; a longer text goes in parts, each of which spends a little on its place in the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")  # each is sent as an escape and a character
_PLAINER = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "•": "-",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\t": " ",
    }
)


class Alphabet(StrEnum):
    GSM = "gsm"
    UNICODE = "unicode"


_ROOM = {Alphabet.GSM: (160, 153), Alphabet.UNICODE: (70, 67)}  # alone, as one of several


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """``parts`` make the text again. ``units`` are counted as the network does."""

    alphabet: Alphabet
    parts: tuple[str, ...]
    units: int
    room: int
    foreign: tuple[str, ...]
    """The characters, each once, for which the whole text leaves the GSM alphabet."""

    @property
    def left(self) -> int:
        """How many units the last part still takes."""
        return self.room - sum(_size(one, self.alphabet) for one in self.parts[-1])


def as_sms(text: str) -> Sms:
    """Return ``text`` cut as the network cuts it; no character is torn in two."""
    foreign = tuple(dict.fromkeys(one for one in text if one not in _BASIC | _TWICE))
    alphabet = Alphabet.UNICODE if foreign else Alphabet.GSM
    units = sum(_size(one, alphabet) for one in text)
    alone, of_several = _ROOM[alphabet]
    room = alone if units <= alone else of_several
    return Sms(
        alphabet=alphabet,
        parts=_cut(text, alphabet, room),
        units=units,
        room=room,
        foreign=foreign,
    )


def plainer(text: str) -> str:
    """Return the text with curly quotes, dashes and odd spaces as the GSM alphabet has them.

    Letters and digits stay as they are; what has no plain counterpart stays too.
    """
    return text.translate(_PLAINER)


def _cut(text: str, alphabet: Alphabet, room: int) -> tuple[str, ...]:
    parts, held, taken = [], "", 0
    for one in text:
        size = _size(one, alphabet)
        if taken + size > room:
            parts.append(held)
            held, taken = "", 0
        held, taken = held + one, taken + size
    return (*parts, held)


def _size(one: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.UNICODE:
        return 2 if ord(one) > 0xFFFF else 1
    return 2 if one in _TWICE else 1
