"""How one written thing is said: a time, a date, a sum, a number, a code, an address.

Each function takes what its pattern in ``voice`` found and returns words without a digit.
"""

from __future__ import annotations

import re
from typing import Final

from musterpoint.domain.channel_texts import numerals

Match = re.Match[str]

_YEAR = "January February March April May June July August September October November December"
_MONTHS = _YEAR.split()
_SHORT_MONTHS = {one[:3]: one for one in _MONTHS} | {"Sept": "September"}
_MONTH = "|".join([*_MONTHS, "Sept", *(one[:3] for one in _MONTHS)])
WRITTEN_DATE: Final = (
    r"(?:\b[Tt]he\s+)?\b(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?P<name>{_MONTH})\b(?:,?\s+(?P<year>\d{{4}})(?![\w:]))?"
)
ADDRESS: Final = (
    r"(?:https?://)?(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:com|co\.uk|uk|org|net|io|eu|info|example|test)\b"
    r"(?:/[\w/-]*)?"
)
_UNITS = {
    "%": ("per cent", "per cent"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "hrs": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "h": ("hour", "hours"),
    "mins": ("minute", "minutes"),
    "min": ("minute", "minutes"),
    "secs": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "s": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m": ("metre", "metres"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "grams"),
    "ml": ("millilitre", "millilitres"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "kW": ("kilowatt", "kilowatts"),
    "kV": ("kilovolt", "kilovolts"),
    "GB": ("gigabyte", "gigabytes"),
    "MB": ("megabyte", "megabytes"),
    "mph": ("mile an hour", "miles an hour"),
}
UNITS: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_GREAT = {"k": "thousand", "m": "million", "bn": "billion"}
_IN_FULL = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "approx.": "about",
    "mr": "Mister",
    "mrs": "Missus",
    "dr": "Doctor",
    "tel.": "telephone",
    "ext.": "extension",
    "rev": "revision",
    "asap": "as soon as possible",
    "and/or": "and or",
    "w/c": "week commencing",
}
SHORT: Final = (
    r"(?<!\w)(?:" + "|".join(re.escape(one) for one in _IN_FULL if "." in one or "/" in one) + ")"
    r"|\b(?:mr|mrs|dr|rev)\b\.?|\basap\b"
)
_OFTEN_LOUD = (
    "NOT NO DO NEVER STOP NOW ONLY ALL AND OR IS ARE BE MUST CALL LEAVE STAY PLEASE THE THIS TO"
    " OFF ON IF WE YOU"
)
_LOUD = frozenset(_OFTEN_LOUD.split())
_SAID_AS_WORDS = frozenset(["PIN", "SIM", "LAN", "RAM", "NATO", "BACS"])
_LONGEST_SPELT = 5
_RUNS = re.compile(r"[^\W\d_]+|\d+|[-/_.]")
_MARKS = {"-": "dash", "/": "slash", "_": "underscore", ".": "point"}


def time(found: Match) -> str:
    """Say a time by the twelve-hour clock and the part of the day, so that nobody takes one for
    the other."""
    hour = int(found["hour"])
    minute = int(found["minute"] or found["minute_"] or 0)
    half = (found["half"] or found["half_"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if not minute and hour % 12 == 0:
        return "noon" if hour else "midnight"
    said = numerals.cardinal(hour % 12 or 12)
    if not minute:
        said += " o'clock"
    else:
        said += f" {'oh ' if minute < 10 else ''}{numerals.cardinal(minute)}"
    return f"{said} {_part_of_day(hour)}"


def _part_of_day(hour: int) -> str:
    if hour == 0 or hour >= 21:
        return "at night"
    if hour < 12:
        return "in the morning"
    return "in the afternoon" if hour < 18 else "in the evening"


def date(found: Match) -> str:
    groups = found.groupdict()
    day, month = int(groups["day"]), groups.get("name") or ""
    if not month:
        place = int(groups["month"])
        month = _MONTHS[place - 1] if 1 <= place <= 12 else ""
    if not month or not 1 <= day <= 31:
        return found[0]
    said = f"the {numerals.ordinal(day)} of {_SHORT_MONTHS.get(month, month)}"
    return said + (f" {numerals.year(int(groups['year']))}" if groups["year"] else "")


def telephone(found: Match) -> str:
    groups = re.findall(r"\+?\d+", found[0])
    said = (("plus " if one[0] == "+" else "") + numerals.digits(one) for one in groups)
    return ", ".join(said)


def money(found: Match) -> str:
    great = found["great"]
    if great:
        return f"{plain_number(found['sum'])} {_GREAT.get(great, great)} pounds"
    pounds, _, pence = found["sum"].replace(",", "").partition(".")
    if len(pence) not in (0, 2):
        return f"{plain_number(found['sum'])} pounds"
    parts = []
    if int(pounds) or not pence:
        parts.append(f"{plain_number(pounds)} {'pound' if int(pounds) == 1 else 'pounds'}")
    if pence and (int(pence) or not parts):
        parts.append(f"{numerals.cardinal(int(pence))} {'penny' if int(pence) == 1 else 'pence'}")
    return " and ".join(parts)


def measure(found: Match) -> str:
    one, many = _UNITS[found["unit"]]
    said = plain_number(found["number"])
    return f"{_minus(found)}{said} {one if said == 'one' else many}"


def span(found: Match) -> str:
    """Say two numbers as from one to the other when they rise, otherwise as they stand."""
    low, high = found["low"], found["high"]
    rises = _value(low) < _value(high) and not low.startswith("0")
    said = f"{plain_number(low)} {'to' if rises else 'dash'} {plain_number(high)}"
    return said + (f" {_UNITS[found['unit']][1]}" if found["unit"] else "")


def number(found: Match) -> str:
    return f"{_minus(found)}{plain_number(found['number'])}"


def place(found: Match) -> str:
    return numerals.ordinal(int(found["number"])) if len(found["number"]) < 7 else found[0]


def version(found: Match) -> str:
    return " point ".join(plain_number(one) for one in found[0].split("."))


def code(found: Match) -> str:
    """Spell a code: letters and digits one by one, its marks by name. Long words stay words."""
    return " ".join(_of_code(one) for one in _RUNS.findall(found[0]))


def _of_code(run: str) -> str:
    if run in _MARKS:
        return _MARKS[run]
    if run[0].isdecimal():
        return plain_number(run) if len(run) < 3 else numerals.digits(run)
    is_word = len(run) > 3 and not run.isupper()
    return run if is_word else " ".join(run.upper())


def address(found: Match) -> str:
    rest = re.sub(r"^https?://", "", found[0], flags=re.IGNORECASE).rstrip("/")
    marks = _MARKS | {".": "dot", "@": "at", "+": "plus"}
    runs = re.findall(r"[^\W\d_]+|\d+|[-/_.@+]", rest)
    said = (marks.get(one) or (numerals.digits(one) if one.isdecimal() else one) for one in runs)
    return " ".join(said).replace("www", "w w w")


def in_full(found: Match) -> str:
    written = found[0].lower()
    return _IN_FULL.get(written) or _IN_FULL[written.rstrip(".")]


def capitals(found: Match) -> str:
    """Spell an abbreviation; say a word in capitals as the word it is."""
    many = found[0].endswith("s")
    word = found[0].removesuffix("s")
    if word in _SAID_AS_WORDS:
        return found[0]
    if word in _LOUD or len(word) > _LONGEST_SPELT:
        return found[0].lower()
    return " ".join(word) + ("s" if many else "")


def plain_number(written: str) -> str:
    whole, _, rest = written.replace(",", "").partition(".")
    is_label = len(whole) > 1 and whole.startswith("0")
    if is_label or int(whole) >= numerals.LARGEST:
        said = numerals.digits(whole)
    else:
        said = numerals.cardinal(int(whole))
    return f"{said} point {numerals.digits(rest)}" if rest else said


def _value(written: str) -> float:
    return float(written.replace(",", ""))


def _minus(found: Match) -> str:
    return "minus " if found["minus"] else ""
