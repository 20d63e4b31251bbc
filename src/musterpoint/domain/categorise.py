"""Which category the words, the service and past incidents point to, and why.

Suggests at most three and never decides: unknown is allowed, and one text always gets one answer.
It compares words; it does not understand them. A word counts only as itself or a form of it,
more the fewer categories use it; a phrase counts more than a word; a denied word not at all.
A phrase of which the stop words leave one word is worth no more than a word of the name.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from musterpoint.domain.decisions import Because
from musterpoint.domain.inflection import bases
from musterpoint.domain.policy.document import Category, Strategy
from musterpoint.domain.policy.memo import worked_out_once

MOST = 3
LEAST_SCORE = 2.0
LEAST_SHARE = 0.3
KEYWORD, NAME, SIGN = 3.0, 0.8, 0.5
LONGER_BY = 0.5
LOOSELY = 0.85
WORDS_BETWEEN = 3
SERVICE_SCORE = 2.0
SIMILAR_SCORE = 4.0
LONGEST_TEXT = 4_000
WORDS_SHOWN = 5
TIMES_LOOKED_AT = 10

_WORD = re.compile(r"[Ee]-[Mm]ails?|[Ww]i-[Ff]i|[A-Za-z0-9]+(?:['’][A-Za-z]+)*|[.;:!?\n]")
_STOP_WORDS = (
    "a about after again also am an and any are as at be been being but by can could did do does "
    "for from get getting gets got had has have he her here him his i if in into is it its just "
    "may me my now of on or our please she should so some than that the their them then there "
    "these they this those to us very was we were what when which while who will with would "
    "you your s"
)
_STOP = frozenset(_STOP_WORDS.split())
_NOT = "not"
_DENIES = frozenset(
    [
        "no",
        "not",
        "cannot",
        "cant",
        "dont",
        "without",
        "unable",
        "never",
        "won",
        "wont",
        "isnt",
        "doesnt",
    ]
)
_ORDERED = frozenset({_NOT, "down", "off", "out", "up", "one", "waiting", "wrong"})
_DENYING = frozenset({_NOT, "nobody", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarIncident:
    """A past incident that reads alike; ``similarity`` is from 0 to 1."""

    ref: str
    category: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A category worth offering; a higher ``score`` goes first."""

    category: str
    score: float
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A word as somebody typed it: where it stood in the text, and which known word it is."""

    start: int
    end: int
    place: int
    word: str
    known: int


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or phrase, as numbers of known words, with what meeting it is worth to whom."""

    parts: tuple[int, ...]
    ordered: bool
    worths: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    worth: float
    said: tuple[_Said, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    known: Mapping[str, int]
    terms: Mapping[int, tuple[_Term, ...]]
    services: Mapping[str, tuple[str, ...]]
    order: Mapping[str, int]


def suggest(
    strategy: Strategy,
    *,
    words: str,
    service: str | None = None,
    similar: Sequence[SimilarIncident] = (),
) -> tuple[Suggestion, ...]:
    """Return up to three categories, the likeliest first; none when nothing points anywhere."""
    index = _index_of(strategy)
    scores: defaultdict[str, float] = defaultdict(float)
    reasons: dict[str, list[Because]] = {}
    for code, (score, shown) in _by_words(index, words[:LONGEST_TEXT]).items():
        scores[code] += score
        says = "The words " + ", ".join(f"“{one}”" for one in shown[:WORDS_SHOWN])
        reasons.setdefault(code, []).append(Because(clause=f"categories.{code}.words", says=says))
    for code in index.services.get((service or "").casefold(), ()):
        scores[code] += SERVICE_SCORE if code in scores else SERVICE_SCORE / 2
        because = Because(clause=f"categories.{code}.services", says=f"The service {service}")
        reasons.setdefault(code, []).append(because)
    for code, score, because in _by_likeness(strategy, similar):
        scores[code] += score
        reasons.setdefault(code, []).append(because)
    ranked = sorted(scores, key=lambda code: (-scores[code], index.order[code]))[:MOST]
    least = max(LEAST_SCORE, LEAST_SHARE * scores[ranked[0]]) if ranked else LEAST_SCORE
    return tuple(
        Suggestion(category=code, score=round(scores[code], 3), because=tuple(reasons[code]))
        for code in ranked
        if scores[code] >= least
    )


def _plain(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the words of ``text`` that say something, and the ends of its sentences as they are."""
    for found in _WORD.finditer(text):
        word = found[0].lower().replace("’", "'").replace("-", "")
        if word in _DENIES or word.endswith("n't"):
            yield found, _NOT
        elif (word := word.partition("'")[0]) not in _STOP:
            yield found, word


def _known(known: Mapping[str, int], word: str) -> int:
    for base in bases(word):
        if base in known:
            return known[base]
    return -1


def _read(index: _Index, text: str) -> list[_Said]:
    """Return what was typed; ends of sentences keep phrases from reaching over them."""
    said: list[_Said] = []
    place = 0
    for found, word in _plain(text):
        if word in ".;:!?\n":
            place += WORDS_BETWEEN
            continue
        place += 1
        said.append(_Said(found.start(), found.end(), place, word, _known(index.known, word)))
    return said


def _by_words(index: _Index, text: str) -> dict[str, tuple[float, list[str]]]:
    """Return each category the text speaks of, what that is worth, and the words as typed."""
    said = _read(index, text)
    by_known: dict[int, list[_Said]] = {}
    for one in said:
        alike = by_known.setdefault(one.known, [])
        if len(alike) < TIMES_LOOKED_AT:
            alike.append(one)
    denied = {
        after.place
        for before, after in pairwise(said)
        if before.word in _DENYING and after.place == before.place + 1
    }
    found: dict[str, list[_Found]] = {}
    for known in by_known:
        for term in index.terms.get(known, ()):
            met = _meet(term, by_known, denied)
            if met is not None:
                share, words = met
                for code, worth in term.worths:
                    found.setdefault(code, []).append(_Found(worth * share, words))
    return {code: _weighed(text, terms) for code, terms in found.items()}


def _meet(
    term: _Term, by_known: Mapping[int, list[_Said]], denied: set[int]
) -> tuple[float, tuple[_Said, ...]] | None:
    """Return how well and where ``term`` was said, or None."""
    first, *rest = term.parts
    if not rest:
        for one in by_known[first]:
            if one.place not in denied:
                return 1.0, (one,)
        return None
    if any(part not in by_known for part in rest):
        return None
    best: tuple[_Said, ...] | None = None
    for start in by_known[first]:
        words = [start, *(_nearest(start, by_known[part]) for part in rest)]
        places = [one.place for one in words]
        if len(set(places)) < len(places) or _loose(places) > WORDS_BETWEEN:
            continue
        if places == sorted(places) and not _loose(places):
            return 1.0, tuple(words)
        if places == sorted(places) or not term.ordered:
            best = best or tuple(sorted(words, key=lambda one: one.place))
    return (LOOSELY, best) if best else None


def _nearest(start: _Said, said: list[_Said]) -> _Said:
    """Return the one nearest to ``start``: of two as near, the one behind it."""
    return min(said, key=lambda one: (abs(one.place - start.place), one.place < start.place))


def _loose(places: list[int]) -> int:
    """Return how many other words stand between those at ``places``."""
    return max(places) - min(places) + 1 - len(places)


def _weighed(text: str, terms: Iterable[_Found]) -> tuple[float, list[str]]:
    """Add up what was met, best first: no typed word counts twice, and half when partly used."""
    total = 0.0
    used: set[int] = set()
    shown: list[str] = []
    for one in sorted(terms, key=lambda one: (-one.worth, one.said[0].place)):
        places = {word.place for word in one.said}
        if places <= used:
            continue
        total += one.worth / 2 if places & used else one.worth
        shown.extend(_as_typed(text, [word for word in one.said if word.place not in used]))
        used |= places
    return total, list(dict.fromkeys(shown))


def _as_typed(text: str, said: list[_Said]) -> Iterator[str]:
    """Yield the words as they stand in the text, neighbours together."""
    start = 0
    for place, one in enumerate(said, start=1):
        if place == len(said) or said[place].place != one.place + 1:
            yield " ".join(text[said[start].start : one.end].split())
            start = place


def _by_likeness(
    strategy: Strategy, similar: Sequence[SimilarIncident]
) -> Iterable[tuple[str, float, Because]]:
    """Yield what past incidents add; several of one category count, but less and less."""
    seen: Counter[str] = Counter()
    for past in sorted(similar, key=lambda one: (-one.similarity, one.ref)):
        if past.category not in strategy.categories:
            continue
        share = SIMILAR_SCORE * max(0.0, min(1.0, past.similarity)) / (2 ** seen[past.category])
        seen[past.category] += 1
        says = f"{past.ref} reads alike ({past.similarity:.0%}) and was put here"
        yield past.category, share, Because(clause=f"categories.{past.category}", says=says)


def _build_index(strategy: Strategy) -> _Index:
    named = [one for code, one in strategy.categories.items() if code != strategy.generic_category]
    known = _number(word for one in named for _, phrase in _phrases(one) for word in phrase)
    worths: dict[tuple[int, ...], dict[str, float]] = {}
    ordered: dict[tuple[int, ...], bool] = {}
    for one in named:
        for worth, phrase in _phrases(one):
            parts = tuple(_known(known, word) for word in phrase)
            mine = worths.setdefault(parts, {})
            mine[one.code] = max(worth, mine.get(one.code, 0.0))
            ordered[parts] = not _ORDERED.isdisjoint(phrase)
    terms: dict[int, list[_Term]] = {}
    for parts, whose in worths.items():
        users = max(1.0, sum(whose.values()) / KEYWORD)
        rare = math.log(1 + len(named) / users) / math.log(1 + len(named))
        scale = rare * (1 + LONGER_BY * (len(parts) - 1))
        weighed = tuple((code, worth * scale) for code, worth in whose.items())
        terms.setdefault(parts[0], []).append(_Term(parts, ordered[parts], weighed))
    services: dict[str, list[str]] = {}
    for one in named:
        for service in one.services:
            services.setdefault(service.casefold(), []).append(one.code)
    return _Index(
        known=known,
        terms={first: tuple(found) for first, found in terms.items()},
        services={service: tuple(codes) for service, codes in services.items()},
        order={code: place for place, code in enumerate(strategy.categories)},
    )


def _number(words: Iterable[str]) -> dict[str, int]:
    """Give every base of the known words a number; forms of one word share it."""
    known: dict[str, int] = {}
    for number, word in enumerate(sorted(set(words), key=lambda one: (len(one), one))):
        same = _known(known, word)
        for base in bases(word):
            known.setdefault(base, number if same < 0 else same)
    return known


def _phrases(category: Category) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield every keyword whole, and each word of the name and the signs by itself."""
    for text in category.words:
        phrase = _words(text)
        if phrase and phrase != (_NOT,):
            whole = len(phrase) > 1 or len(text.split()) == 1
            yield KEYWORD if whole else NAME, phrase
    for worth, texts in ((NAME, (category.name,)), (SIGN, category.signs)):
        for text in texts:
            for word in _words(text):
                if word not in _DENYING:
                    yield worth, (word,)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for _, word in _plain(text) if word not in ".;:!?\n")


_index_of = worked_out_once(_build_index)
