"""When two English words are forms of one: plurals, -s, -ing, -ed and the common odd ones.

Never by a shared beginning: “nearly” is no form of “near”, and “threat” none of “thread”.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 3

_ODD_FORMS = {
    "beat": "beaten",
    "bite": "bit bitten",
    "blow": "blew blown",
    "break": "broke broken",
    "burn": "burnt",
    "catch": "caught",
    "child": "children",
    "die": "dies died dying",
    "fall": "fell fallen",
    "freeze": "froze frozen",
    "give": "gave given",
    "go": "goes went gone going",
    "hear": "heard",
    "keep": "kept",
    "knife": "knives",
    "leave": "left",
    "lose": "lost",
    "man": "men",
    "pay": "paid",
    "ring": "rang rung",
    "say": "said",
    "sell": "sold",
    "send": "sent",
    "shake": "shook shaken",
    "smell": "smelt",
    "speak": "spoke spoken",
    "spill": "spilt",
    "steal": "stole stolen",
    "stick": "stuck",
    "take": "took taken",
    "tear": "tore torn",
    "tell": "told",
    "throw": "threw thrown",
    "woman": "women",
    "write": "wrote written",
}
_ODD = {form: base for base, forms in _ODD_FORMS.items() for form in forms.split()}
_WHOLE = frozenset(
    [
        "building",
        "ceiling",
        "evening",
        "everything",
        "heating",
        "mailing",
        "meeting",
        "morning",
        "news",
        "nothing",
        "recording",
        "something",
        "anything",
        "during",
        "series",
        "species",
        "red",
        "bed",
        "need",
        "feed",
        "speed",
        "hundred",
        "being",
    ]
)
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprt]")


@lru_cache(maxsize=16_384)
def bases(word: str) -> tuple[str, ...]:
    """Return what ``word``, in small letters, may be a form of: itself first, then likelier first.

    Two words are forms of one when they share a base.
    """
    if word in _WHOLE:
        return (word,)
    if word in _ODD:
        return (word, _ODD[word])
    found = [word, *_of_s(word), *_of_ed_or_ing(word)]
    kept = [one for one in found if one == word or len(one) >= SHORTEST]
    return tuple(dict.fromkeys(kept))


def _of_s(word: str) -> list[str]:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes", "uses")):
        return [word[:-2], word[:-1]]
    return [word[:-1]]


def _of_ed_or_ing(word: str) -> list[str]:
    if word.endswith("ied"):
        return [word[:-3] + "y"]
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            return _without(word.removesuffix(ending))
    return []


def _without(rest: str) -> list[str]:
    """Return the bases of which ``rest`` is left once -ed or -ing is off: stopp, hop(e), call."""
    if len(rest) < 2 or not re.search("[aeiouy]", rest):
        return []
    if _DOUBLES.fullmatch(rest):
        return [rest + "e"]
    if rest[-1] == rest[-2] and rest[-1] not in "aeious":
        return [rest, rest[:-1]]
    return [rest, rest + "e"]
