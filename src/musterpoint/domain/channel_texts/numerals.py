"""Numbers in words, as somebody in Britain reads them aloud."""

from __future__ import annotations

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_UP_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL, _TENS = _UP_TO_NINETEEN.split(), _UP_TO_NINETY.split()
_GREAT = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ODD_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 10**12


def cardinal(number: int) -> str:
    """Return ``number``, which is below LARGEST, in words: three hundred and twelve."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number < 100:
        return _below_hundred(number)
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_below_hundred(rest)}" if rest else "")
    size, name = next(one for one in _GREAT if number >= one[0])
    count, rest = divmod(number, size)
    if not rest:
        return f"{cardinal(count)} {name}"
    return f"{cardinal(count)} {name}{' and' if rest < 100 else ','} {cardinal(rest)}"


def ordinal(number: int) -> str:
    head, joint, last = _last_word(cardinal(number))
    if last in _ODD_ORDINALS:
        return head + joint + _ODD_ORDINALS[last]
    return head + joint + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """Return a year of four digits: twenty twenty-six, two thousand and nine."""
    century, rest = divmod(number, 100)
    if number % 1000 < 10:
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(text: str) -> str:
    """Return each digit of ``text`` by its name; other characters fall out."""
    return " ".join(_SMALL[int(one)] for one in text if one.isdecimal())


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    tens, rest = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")


def _last_word(words: str) -> tuple[str, str, str]:
    for joint in ("-", " "):
        head, found, last = words.rpartition(joint)
        if found and " " not in last:
            return head, found, last
    return "", "", words
