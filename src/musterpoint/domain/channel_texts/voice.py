"""Words as a script for a voice, a person's or a machine's: nothing in it is left to guess.

Times, dates, sums, telephone numbers, codes and abbreviations are written as they are spoken.
What a word means is not changed: the script says as much as the text, no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from musterpoint.domain.channel_texts import spoken

WORDS_A_MINUTE = 140
"""An announcement over a bad line, read calmly."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s*\n+\s*")
_BULLET = re.compile(r"^[ \t]*(?:[-*•]|#+)[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What to read, a sentence a line, and how long that takes."""

    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.sentences)

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def seconds(self) -> int:
        return -(-self.words * 60 // WORDS_A_MINUTE)


def aloud(text: str) -> Script:
    said = _BULLET.sub("", text.replace("\N{NO-BREAK SPACE}", " "))
    for pattern, speak in _WAYS:
        said = pattern.sub(speak, said)
    lines = (re.sub(r"\s+", " ", one).strip() for one in _SENTENCE.split(said))
    return Script(sentences=tuple(one for one in lines if one))


_Way = tuple[re.Pattern[str], Callable[["re.Match[str]"], str]]
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MINUS = r"(?P<minus>(?<![\w)])[-−])?"
_HALF = r"[ap](?:m\b|\.m\b\.?(?!\s+[A-Z]|\s*$))"
_TIME = (
    rf"\b(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d)(?:\s?(?P<half>{_HALF}))?"
    rf"|(?:\.(?P<minute_>[0-5]\d))?\s?(?P<half_>{_HALF}))(?![\w:])"
)
_UNIT = rf"(?P<unit>{spoken.UNITS})(?![\w/])"
_WAYS: tuple[_Way, ...] = (  # in this order: what is longer or more certain comes first
    (re.compile(spoken.ADDRESS), spoken.address),
    (re.compile(r"\b24/7\b"), lambda _: "day and night"),
    (re.compile(r"(?<![\w.])(?:\+44|\(?0)[\d ()-]{7,14}\d\b"), spoken.telephone),
    (re.compile(r"(?i:(?<=\bcall )|(?<=\bdial )|(?<=\bring ))\d{3,6}\b"), spoken.telephone),
    (re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"), spoken.date),
    (re.compile(r"\b(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4})\b"), spoken.date),
    (re.compile(spoken.WRITTEN_DATE), spoken.date),
    (re.compile(r"(?<=\d)/(?=\d+\b(?![/-]))|(?<=\b\d\d)/(?=\d\d/)"), lambda _: " slash "),
    (re.compile(r"(?<=:\d\d)\s?[-–]\s?(?=\d\d?:\d\d)"), lambda _: " to "),
    (re.compile(_TIME, re.IGNORECASE), spoken.time),
    (
        re.compile(rf"£\s?(?P<sum>{_NUMBER})(?:\s?(?P<great>bn|billion|million|m|k)\b)?"),
        spoken.money,
    ),
    (
        re.compile(
            rf"(?<![\w/.-])(?P<low>{_NUMBER})\s?[-–]\s?(?P<high>{_NUMBER})(?![\w/-])(?:\s?{_UNIT})?"
        ),
        spoken.span,
    ),
    (re.compile(rf"(?<![\w/.-]){_MINUS}(?P<number>{_NUMBER})\s?{_UNIT}"), spoken.measure),
    (re.compile(r"\b(?P<number>\d+)(?:st|nd|rd|th)\b"), spoken.place),
    (
        re.compile(r"\b(?=[\w/-]*\d)(?=[\w/-]*[^\W\d_])[^\W_]+(?:(?:[-/_]|\.(?=\d))[^\W_]+)*\b"),
        spoken.code,
    ),
    (re.compile(r"\b\d+(?:\.\d+){2,}\b"), spoken.version),
    (re.compile(rf"{_MINUS}(?P<number>{_NUMBER})"), spoken.number),
    (re.compile(spoken.SHORT, re.IGNORECASE), spoken.in_full),
    (re.compile(r"\b[A-Z]{2,}s?\b"), spoken.capitals),
    (re.compile(r"\s?&\s?"), lambda _: " and "),
    (re.compile(r"(?<=\w)/(?=\w)"), lambda _: " or "),
    (re.compile(r"\s+[–—]\s+"), lambda _: ", "),
)
