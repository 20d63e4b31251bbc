"""Which category the words, the service and past incidents point to, and why.

Suggests at most three and never decides: unknown is allowed, and one text always gets one answer.
It compares words; it does not understand them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Category, Strategy
from musterpoint.domain.policy.memo import worked_out_once

MOST = 3
LEAST_SCORE = 1.2
KEYWORD, NAME, SIGN = 3.0, 2.0, 1.0
SERVICE_SCORE = 2.0
SIMILAR_SCORE = 4.0
LONGEST_TEXT = 4_000

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STOP_WORDS = (
    "a about after all an and are as at be been but by can cannot could do does for from had "
    "has have he her his i if in into is it its just me more my no not of on or our out she so "
    "some than that the their them then there these they this to up us was we were what when "
    "which who will with would you your "
)
_STOP = frozenset(_STOP_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "edly", "ed", "es", "ly", "s", "e", "y")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """A word or phrase of a category, as stems, with what meeting it is worth."""

    category: str
    stems: tuple[str, ...]
    worth: float
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    terms: Mapping[str, tuple[_Term, ...]]
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
    for code, (score, shown) in _by_words(index, words).items():
        scores[code] += score
        says = "The words " + ", ".join(f"“{word}”" for word in shown[:5])
        reasons.setdefault(code, []).append(Because(clause=f"categories.{code}.words", says=says))
    for code in index.services.get((service or "").casefold(), ()):
        scores[code] += SERVICE_SCORE if code in scores else SERVICE_SCORE / 2
        because = Because(clause=f"categories.{code}.services", says=f"The service {service}")
        reasons.setdefault(code, []).append(because)
    for code, score, because in _by_likeness(strategy, similar):
        scores[code] += score
        reasons.setdefault(code, []).append(because)
    ranked = sorted(scores, key=lambda code: (-scores[code], index.order[code]))
    return tuple(
        Suggestion(category=code, score=round(scores[code], 3), because=tuple(reasons[code]))
        for code in ranked[:MOST]
        if scores[code] >= LEAST_SCORE
    )


def stems(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in order, without endings and without those that say nothing."""
    found = _WORD.findall(text[:LONGEST_TEXT].casefold().replace("’", "'"))
    return tuple(_stem(word) for word in found if word not in _STOP)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        return word[:-1]
    return word


def _by_words(index: _Index, text: str) -> dict[str, tuple[float, list[str]]]:
    """Return each category the text speaks of, what that is worth, and the words that matched."""
    said = stems(text)
    joined = f" {' '.join(said)} "
    found: dict[str, dict[str, _Term]] = {}
    for stem in dict.fromkeys(said):
        for term in index.terms.get(stem, ()):
            if len(term.stems) == 1 or f" {' '.join(term.stems)} " in joined:
                best = found.setdefault(term.category, {})
                key = " ".join(term.stems)
                if key not in best or term.worth > best[key].worth:
                    best[key] = term
    return {code: _weighed(terms.values()) for code, terms in found.items()}


def _weighed(terms: Iterable[_Term]) -> tuple[float, list[str]]:
    strongest = sorted(terms, key=lambda term: (-term.worth, term.shown))
    shown = list(dict.fromkeys(term.shown for term in strongest))
    return sum(term.worth for term in strongest), shown


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
    worths: dict[tuple[str, tuple[str, ...]], tuple[float, str]] = {}
    named = [one for code, one in strategy.categories.items() if code != strategy.generic_category]
    for one in named:
        for worth, stemmed, shown in _phrases(one):
            known = worths.get((one.code, stemmed))
            if stemmed and (known is None or worth > known[0]):
                worths[one.code, stemmed] = (worth, shown)
    spread = Counter(stemmed for _, stemmed in worths)
    terms: dict[str, list[_Term]] = {}
    for (code, stemmed), (worth, shown) in worths.items():
        rare = math.log(1 + len(named) / spread[stemmed]) / math.log(1 + len(named))
        weight = worth * rare * (1 + 0.5 * (len(stemmed) - 1))
        term = _Term(category=code, stems=stemmed, worth=weight, shown=shown)
        terms.setdefault(stemmed[0], []).append(term)
    services: dict[str, list[str]] = {}
    for one in named:
        for service in one.services:
            services.setdefault(service.casefold(), []).append(one.code)
    return _Index(
        terms={stem: tuple(found) for stem, found in terms.items()},
        services={service: tuple(codes) for service, codes in services.items()},
        order={code: place for place, code in enumerate(strategy.categories)},
    )


def _phrases(category: Category) -> Iterable[tuple[float, tuple[str, ...], str]]:
    for text in category.words:
        yield KEYWORD, stems(text), text
    for worth, texts in ((NAME, (category.name,)), (SIGN, category.signs)):
        for text in texts:
            for word in _WORD.findall(text.casefold()):
                if word not in _STOP:
                    yield worth, (_stem(word),), word


_index_of = worked_out_once(_build_index)
