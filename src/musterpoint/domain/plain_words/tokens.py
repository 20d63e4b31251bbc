"""The parts of a text that a change of wording must leave as they are.

Errs towards protecting: what is protected needlessly costs a suggestion, what is not may cost a
part. Two tokens say the same when their ``means`` are equal: “4 pm” and “16:00” do, “10 mm” and
“10.0 mm” do not, for a drawing tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from musterpoint.domain.plain_words import vocabulary as words


class Kind(StrEnum):
    """What a protected part of a text is."""

    BLANK = "blank"
    ADDRESS = "address"
    CODE = "code"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    LIMIT = "limit"
    NEGATIVE = "negative"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of a text that must survive, and what it means however it is written."""

    start: int
    end: int
    kind: Kind
    text: str
    means: str


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SIGN = r"(?:(?:\+/-|±|[<>≤≥~])\s?|(?<![\w)])[-−+](?=[\d£€$]))"
_MONEY = r"[£€$]\s?"
_WORD_NUMBER = words.one_of(words.NUMBERS)
_SYMBOLS = {unit for unit in words.UNITS if len(unit) <= 2 or not unit.islower()}
_UNIT = rf"(?:(?-i:{words.one_of(_SYMBOLS)})|{words.one_of(set(words.UNITS) - _SYMBOLS)})"
_STARTS = r"(?<![\w.,/-])"
_ENDS = r"(?![\w]|[-/.,:]\w)"
_MONTH = words.one_of(words.MONTHS)
_MONTH_ONLY = words.one_of(word for word in words.MONTHS if word not in {"march", "mar", "may"})
_DAY_OF = r"\d{1,2}(?:st|nd|rd|th)?"
_SPAN = words.one_of(words.SPANS)
_FIGURE_FOLLOWS = rf"(?:the\s+)?(?:[£€$~±]?\d|(?:an?|one)\s+{_SPAN}\b|{_WORD_NUMBER}\b)"
_MOMENT_FOLLOWS = rf"(?:{_FIGURE_FOLLOWS}|{words.one_of(words.MOMENTS)}\b|{_MONTH}\b)"

_PATTERNS: dict[str, str] = {
    "blank": r"\{[^{}\s]{1,60}\}|\[[^\[\]\n]{1,60} V-[0-9A-HJKMNP-TV-Z]{10}\]",
    "address": r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]+)+",
    "iso_date": r"(?<![\w-])\d{4}-\d{2}-\d{2}(?!\d)",
    "slash_date": r"(?<![\w/.-])\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\w/])",
    "clock": r"(?<![\w:.,])\d{1,2}(?::\d{2}(?:\s?[ap]\.?m\b)?|(?:\.\d{2})?\s?[ap]\.?m\b)(?![\d:])",
    "long_date": rf"(?<![\w.,]){_DAY_OF}\s(?:of\s)?(?:{_MONTH})\b(?:,?\s\d{{4}}\b)?"
    rf"|\b(?:{_MONTH})\s{_DAY_OF}\b(?!:)(?:,?\s\d{{4}}\b)?",
    "moment": rf"\b(?:{words.one_of(words.MOMENTS)}|{_MONTH_ONLY})\b",
    "revision": r"\b(?:rev(?:ision)?\.?|issue)\s(?:(?-i:[A-HJ-Z]{1,2})|\d+)\b",
    "limit": rf"\b{words.one_of(words.LIMITS)}\b"
    rf"|\b{words.one_of(words.LIMITS_BEFORE_FIGURES)}(?=\s+{_FIGURE_FOLLOWS})"
    rf"|\b{words.one_of(words.LIMITS_BEFORE_MOMENTS)}(?=\s+{_MOMENT_FOLLOWS})",
    "number": rf"{_STARTS}{_SIGN}?(?:{_MONEY})?{_NUMBER}"
    rf"(?:\s?(?:-|–|x|×|to|of|out of)\s?(?:{_MONEY})?{_NUMBER}(?![\w.,-]{0, 40}[-/]))?"
    rf"(?:[\s-]?(?:{_UNIT})(?![\w]))?{_ENDS}",
    "code": r"(?<!\w)(?:(?=[\w./-]{0,60}\d)(?:[^\W_]+[-/._])*[^\W_]+"
    r"|(?-i:[A-Z]{2,}(?:-[A-Z]+)+)(?!\w))",
    "word_number": rf"\b{_WORD_NUMBER}(?:[ -]{_WORD_NUMBER})*\b(?:[\s-](?:{_UNIT})\b)?"
    rf"|\b(?:an?|one)\s{_SPAN}\b",
    "negative": rf"\b(?:{words.one_of(words.NEGATIVES)})\b|n['’]t\b"
    rf"|\b(?:{words.one_of(words.OPPOSITES)})\b|\bnon-?(?=[a-z])",
    "order": rf"\b(?:{words.one_of(words.ORDERS)})\b",
}
_ALL = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.IGNORECASE
)
_KINDS = {
    "blank": Kind.BLANK,
    "address": Kind.ADDRESS,
    "iso_date": Kind.DATE,
    "slash_date": Kind.DATE,
    "clock": Kind.TIME,
    "long_date": Kind.DATE,
    "moment": Kind.DATE,
    "revision": Kind.CODE,
    "limit": Kind.LIMIT,
    "number": Kind.NUMBER,
    "code": Kind.CODE,
    "word_number": Kind.NUMBER,
    "negative": Kind.NEGATIVE,
    "order": Kind.ORDER,
}


def protected(text: str) -> tuple[Token, ...]:
    """Return what must survive in ``text``, in the order it stands there."""
    return tuple(_token(found) for found in _ALL.finditer(text))


def _token(found: re.Match[str]) -> Token:
    name, text = str(found.lastgroup), found.group()
    means = _MEANING[name](text) if name in _MEANING else text
    return Token(start=found.start(), end=found.end(), kind=_KINDS[name], text=text, means=means)


def _spaced(text: str) -> str:
    return " ".join(text.lower().split())


def _clock(text: str) -> str:
    """Return “16:00” for “4 pm”, “4.00 p.m” and “16:00”."""
    hours, minutes = [*re.findall(r"\d+", text), "00"][:2]
    hour = int(hours)
    if "p" in text.lower():
        hour = hour % 12 + 12
    elif "a" in text.lower():
        hour %= 12
    return f"{hour:02}:{minutes}"


def _long_date(text: str) -> str:
    month = next(
        words.MONTHS[part] for part in re.findall(r"[a-z]+", text.lower()) if part in words.MONTHS
    )
    day, *year = re.findall(r"\d+", text)
    return "-".join([*year, f"{month:02}", f"{int(day):02}"])


def _moment(text: str) -> str:
    word = text.lower()
    return words.MOMENTS.get(word) or f"month {words.MONTHS[word]}"


def _revision(text: str) -> str:
    return "revision " + text.rsplit(maxsplit=1)[-1]


def _limit(text: str) -> str:
    word = _spaced(text)
    for known in (words.LIMITS, words.LIMITS_BEFORE_FIGURES, words.LIMITS_BEFORE_MOMENTS):
        if word in known:
            return known[word]
    return word


def _number(text: str) -> str:
    """Return sign, figures as written but for the thousands, and the unit by its one name."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.strip())
    found = re.match(r"(?P<figures>.*\d)[\s-]?(?P<unit>\D*)$", plain, re.DOTALL)
    assert found is not None
    figures = re.sub(r"\s?(?:–|\bto\b|(?<=\d)-(?=\d))\s?", "-", found["figures"].lower())
    figures = re.sub(r"\s?\b(?:out\s)?of\b\s?", "/", figures)
    figures = figures.replace("+/-", "±").replace("−", "-").replace(" ", "").replace("×", "x")
    return f"{figures} {_unit(found['unit'])}".strip()


def _unit(text: str) -> str:
    unit = " ".join(text.split())
    return words.UNITS.get(unit) or words.UNITS.get(unit.lower()) or unit


def _word_number(text: str) -> str:
    parts = re.split(r"[\s-]+", text.lower())
    if parts[0] in {"a", "an", "one"} and parts[0] not in words.NUMBERS:
        return f"1 {_unit(' '.join(parts[1:]))}"
    known = [part for part in parts if part in words.NUMBERS]
    unit = " ".join(parts[len(known) :])
    return f"{_value([words.NUMBERS[part] for part in known])} {_unit(unit)}".strip()


def _value(numbers: list[int]) -> int:
    """Return 225 for two, hundred, twenty, five: what multiplies comes after what it multiplies."""
    whole, part = 0, 0
    for number in numbers:
        if number >= 1_000:
            whole, part = whole + max(part, 1) * number, 0
        elif number == 100 and part:
            part *= number
        else:
            part += number
    return whole + part


_MEANING: dict[str, Callable[[str], str]] = {
    "clock": _clock,
    "long_date": _long_date,
    "moment": _moment,
    "revision": _revision,
    "limit": _limit,
    "number": _number,
    "word_number": _word_number,
    "negative": lambda text: words.NEGATIVES.get(_spaced(text), "not"),
    "order": lambda text: words.ORDERS[text.lower()],
}
