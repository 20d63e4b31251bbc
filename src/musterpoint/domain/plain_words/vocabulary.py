"""The words by which protected tokens are recognised, each with the one name of what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of these words, the longest first, with any white space between parts."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def _named(groups: Mapping[str, str]) -> dict[str, str]:
    """Return word -> name for lines of words separated by commas."""
    return {word.strip(): name for name, listed in groups.items() for word in listed.split(",")}


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

MOMENTS = _named(
    {
        "today": "today",
        "tonight": "tonight",
        "tomorrow": "tomorrow",
        "yesterday": "yesterday",
        "12:00": "noon, midday",
        "midnight": "midnight",
        "close of business": "close of business, end of business",
        "monday": "monday",
        "tuesday": "tuesday",
        "wednesday": "wednesday",
        "thursday": "thursday",
        "friday": "friday",
        "saturday": "saturday",
        "sunday": "sunday",
    }
)

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_SMALL.split(), start=2)}
    | {word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
    | {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "zero": 0, "dozen": 12}
)
"""“One” is left out: it is a pronoun more often than a number."""

SPANS = _named(
    {
        "second": "second, seconds, secs",
        "minute": "minute, minutes, min, mins",
        "hour": "hour, hours, hr, hrs",
        "day": "day, days",
        "working day": "working day, working days, business day, business days",
        "working hour": "working hour, working hours, business hour, business hours",
        "calendar day": "calendar day, calendar days",
        "working week": "working week, working weeks",
        "calendar week": "calendar week, calendar weeks",
        "week": "week, weeks",
        "month": "month, months",
        "year": "year, years",
    }
)

UNITS = SPANS | _named(
    {
        "%": "%, per cent, percent",
        "ppm": "ppm, parts per million",
        "mm": "mm, millimetre, millimetres",
        "cm": "cm, centimetre, centimetres",
        "m": "m, metre, metres",
        "km": "km, kilometre, kilometres",
        "µm": "µm, μm, um, micrometre, micrometres, micron, microns",
        "inch": "inch, inches",
        "ft": "ft, foot, feet",
        "mile": "mile, miles",
        "mph": "mph",
        "mg": "mg",
        "g": "g, gram, grams",
        "kg": "kg, kilo, kilos, kilogram, kilograms",
        "tonne": "t, tonne, tonnes",
        "lb": "lb, lbs",
        "ml": "ml, millilitre, millilitres",
        "litre": "l, litre, litres",
        "m²": "m², m2, square metre, square metres",
        "m³": "m³, m3, cubic metre, cubic metres",
        "°C": "°C, degrees C, degrees Celsius",
        "°F": "°F",
        "°": "°, degree, degrees",
        "K": "K",
        "V": "V, volt, volts",
        "kV": "kV",
        "mV": "mV",
        "A": "A, amp, amps",
        "mA": "mA",
        "W": "W, watt, watts",
        "kW": "kW",
        "MW": "MW",
        "kWh": "kWh",
        "Hz": "Hz",
        "kHz": "kHz",
        "MHz": "MHz",
        "Pa": "Pa",
        "kPa": "kPa",
        "MPa": "MPa",
        "bar": "bar",
        "psi": "psi",
        "N": "N",
        "kN": "kN",
        "Nm": "Nm, N m, N·m, newton metre, newton metres",
        "lbf ft": "lbf ft, lbf·ft",
        "rpm": "rpm",
        "dB": "dB",
        "HRC": "HRC",
        "HB": "HB",
        "HV": "HV",
        "h": "h",
        "s": "s",
        "ms": "ms",
        "GB": "GB",
        "MB": "MB",
        "pence": "p, pence",
        "GBP": "GBP, pound, pounds",
        "EUR": "EUR, euro, euros",
        "USD": "USD",
    }
)
UNITS |= {"h": "hour", "s": "second"}

LIMITS = _named(
    {
        "at least": "at least, not less than, no less than, no fewer than, a minimum of",
        "at most": "at most, not more than, no more than, a maximum of",
        "by": "no later than, not later than",
        "up to": "up to",
        "more than": "more than",
        "less than": "less than, fewer than",
    }
)

LIMITS_BEFORE_FIGURES = _named(
    {
        "about": "about, approximately, approx, around, roughly, circa",
        "nearly": "nearly, almost",
        "more than": "over, above, exceeding",
        "less than": "under, below",
        "within": "within",
    }
)

LIMITS_BEFORE_MOMENTS = _named(
    {
        "by": "by, before",
        "after": "after",
        "until": "until, till",
        "from": "from, since",
    }
)

NEGATIVES = _named(
    {
        "not": "not, no, none, nothing, nobody, nowhere, neither, nor, cannot, without",
        "never": "never",
    }
)

_OPPOSITES = (
    "unsafe unable unavailable unlikely unknown unconfirmed unverified unaffected "
    "unusable unapproved untested undamaged unresolved impossible incorrect incomplete "
    "invalid inaccurate insufficient"
)
OPPOSITES = frozenset(_OPPOSITES.split())
"""“Unsafe” and “not safe” say the same; “safe” does not."""

ORDERS = _named(
    {
        "must": "must",
        "only": "only",
        "stop": "stop, stops, stopped, stopping",
        "immediately": "immediately, at once, straight away",
        "unless": "unless",
        "except": "except",
    }
)
