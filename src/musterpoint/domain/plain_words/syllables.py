"""How many syllables an English word has, by its letters.

Counts groups of vowels and mends what English spells otherwise: silent endings, vowels that meet
and are spoken apart. Hyphenation is no substitute: it leaves “over” and “only” whole.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GROUPS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"[^aeiouy](?<![sxzcg])(?<!ch)(?<!sh)es$"  # times, but not prices
    r"|[^aeiouydt]ed$"  # called, but not added
    r"|[^aeiouyl]e$|[aeiouyrl]le$"  # phone, scale, but not table
)
_SILENT_INSIDE = re.compile(r"(?<=[aeiouy])[^aeiouyl]e(?=(?:ment|ful|less|ly|ty)s?$)")
_APART = re.compile(
    r"ia(?![lnt])|(?<![ctgsx])ia(?=[ln])|ia(?=t(?:e|ion))|eo(?!u)|(?<!q)ua(?=[lt])"
    r"|ie(?=ty)|iu|[^aeioutcs]ie(?=n[ct])|ying|oing|eing|uing|(?<=cr)ea(?=t)|ism$"
    r"|(?<=[dlnrv])io(?=$|s$)|(?<=[pl])ie(?=rs?$)"
)
_ODD = {
    "area": 3,
    "areas": 3,
    "business": 2,
    "businesses": 3,
    "every": 2,
    "people": 2,
    "idea": 3,
    "ideas": 3,
    "immediate": 4,
    "immediately": 5,
    "science": 2,
    "something": 2,
    "sometimes": 2,
    "somewhere": 2,
    "someone": 2,
    "poem": 2,
    "client": 2,
    "clients": 2,
    "quiet": 2,
    "being": 2,
    "seeing": 2,
    "video": 3,
    "videos": 3,
    "wednesday": 2,
}


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """Return the syllables of one word; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if letters in _ODD:
        return _ODD[letters]
    count = len(_GROUPS.findall(letters)) + len(_APART.findall(letters))
    count -= len(_SILENT_INSIDE.findall(letters))
    if _SILENT.search(letters):
        count -= 1
    return max(1, count)
