"""Which words of a text its readers do not know.

A word is left alone inside a code (“FAI-2207”), where the text explains it in brackets already,
and for an audience that uses it itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from musterpoint.domain.plain_words.terms import Term
from musterpoint.domain.plain_words.tokens import Kind, protected

LONGEST_ACRONYM = 6
_PARTS = re.compile(r"[\s-]+")
_WHOLE = {Kind.BLANK, Kind.ADDRESS, Kind.CODE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A word of the trade where it stands in a text. ``is_many`` where it is a plural."""

    start: int
    end: int
    said: str
    term: Term
    is_many: bool = False


def jargon(text: str, glossary: Sequence[Term], audience: str = "") -> tuple[Marked, ...]:
    """Return the terms in ``text`` that ``audience`` (a code of the strategy) may not know."""
    terms = tuple(term for term in glossary if audience not in term.known_by or not audience)
    if not terms:
        return ()
    return tuple(_found(text, _index(terms)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    pattern: re.Pattern[str]
    exact: dict[str, Term]
    any_case: dict[str, Term]


@lru_cache(maxsize=64)
def _index(terms: tuple[Term, ...]) -> _Index:
    exact: dict[str, Term] = {}
    any_case: dict[str, Term] = {}
    forms: dict[str, str] = {}
    for term in terms:
        for word in term.marked_words:
            if _is_acronym(word):
                exact.setdefault(word, term)
                forms[word] = re.escape(word)
            else:
                any_case.setdefault(_loose(word), term)
                parts = [re.escape(part) for part in _PARTS.split(word)]
                forms[word] = "(?i:" + r"[\s-]+".join(parts) + ")"
    listed = "|".join(forms[word] for word in sorted(forms, key=lambda one: (-len(one), one)))
    # The plural's ending is its own group: what stands before it is what the glossary holds.
    pattern = re.compile(rf"(?<![\w&])(?P<word>{listed})(?P<many>['’]?s|es)?(?![\w&])")
    return _Index(pattern=pattern, exact=exact, any_case=any_case)


def _is_acronym(word: str) -> bool:
    """Whether case tells it apart: “DAP” is a rule of delivery, “Dap” and “dap” are not."""
    capitals = sum(letter.isupper() for letter in word)
    enough = 1 if len(word) <= 3 else 2
    return len(word) <= LONGEST_ACRONYM and (capitals >= enough or bool(re.search(r"\d", word)))


def _loose(word: str) -> str:
    return " ".join(_PARTS.split(word.lower()))


def _found(text: str, index: _Index) -> Iterator[Marked]:
    whole = [(one.start, one.end) for one in protected(text) if one.kind in _WHOLE]
    for found in index.pattern.finditer(text):
        start, end = found.span()
        if _inside(whole, start, end) or re.match(r"\s?\(", text[end : end + 2]):
            continue
        word = found["word"]
        term = index.exact.get(word) or index.any_case.get(_loose(word))
        if term is not None:
            is_many = found["many"] in {"s", "es"}
            yield Marked(start=start, end=end, said=found.group(), term=term, is_many=is_many)


def _inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether this is a part of a code and not all of it."""
    return any(
        first <= start and end <= last and (first, last) != (start, end) for first, last in spans
    )
