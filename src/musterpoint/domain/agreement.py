"""How far several people who rate the same cases agree beyond chance, and where they do not.

Krippendorff's alpha for any number of raters with gaps, Cohen's kappa for two. Where there is not
enough variation neither has a value, and says so. Chance comes in from outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations
from typing import Protocol

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary limits; a convention and no law."""
RESAMPLES = 1000
LEAST_RESAMPLES = 0.5

Ratings = Sequence[Sequence[str | None]]
"""One row for each rater, one column for each case; None where somebody did not rate."""


class Scale(StrEnum):
    """What distance between two values means: other, further apart in rank, further in number."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


class Weights(StrEnum):
    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Chance(Protocol):
    """What draws at random, such as ``random.Random``."""

    def choices(self, population: Sequence[int], *, k: int) -> list[int]:
        """Return ``k`` of the population, with replacement."""


class Reading(StrEnum):
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A coefficient and on how much it rests. ``value`` is None where it has none, and ``why``."""

    value: float | None
    cases: int
    ratings: int
    why: str = ""

    @property
    def reading(self) -> Reading | None:
        return None if self.value is None else read(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Two values that raters gave to the same case, and how often."""

    first: str
    second: str
    count: int


class RaggedRatings(ValueError):
    """Every rater needs a place for every case."""

    def __init__(self) -> None:
        super().__init__("Every rater needs one entry for each case, None where there is none.")


class UnknownValue(ValueError):
    """A rating outside the scale it is said to be on."""

    def __init__(self, value: str) -> None:
        super().__init__(f"{value!r} is not on the scale.")


def alpha(ratings: Ratings, *, scale: Scale, order: Sequence[str]) -> Agreement:
    """Return Krippendorff's alpha. ``order`` holds the values of the scale from end to end.

    Raises RaggedRatings or UnknownValue. An interval scale takes the values as numbers.
    """
    units = _units(ratings, order)
    pairable = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    found = sum(totals.values())
    if found == 0:
        why = "No case was rated by two people."
        return Agreement(value=None, cases=0, ratings=0, why=why)
    apart = _distance(scale, order, totals)
    expected = sum(totals[a] * totals[b] * apart(a, b) for a, b in permutations(totals, 2)) / max(
        1, found - 1
    )
    if expected == 0:
        why = "Not enough variation: everybody gave the same answer to every case."
        return Agreement(value=None, cases=len(pairable), ratings=found, why=why)
    observed = sum(
        sum(apart(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in pairable
    )
    return Agreement(value=1 - observed / expected, cases=len(pairable), ratings=found)


def kappa(
    first: Sequence[str | None],
    second: Sequence[str | None],
    *,
    order: Sequence[str],
    weights: Weights = Weights.NONE,
) -> Agreement:
    """Return Cohen's kappa of two raters over the cases that both rated. Raises as ``alpha``."""
    if len(first) != len(second):
        raise RaggedRatings
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    for pair in pairs:
        for value in pair:
            if value not in order:
                raise UnknownValue(value)
    place = {value: number for number, value in enumerate(order)}
    table = [[0] * len(order) for _ in order]
    for a, b in pairs:
        table[place[a]][place[b]] += 1
    return kappa_of(table, weights=weights)


def kappa_of(table: Sequence[Sequence[int]], *, weights: Weights = Weights.NONE) -> Agreement:
    """Return Cohen's kappa of a square table of counts: rows one rater, columns the other."""
    size = len(table)
    total = sum(map(sum, table))
    if total == 0:
        return Agreement(value=None, cases=0, ratings=0, why="No case was rated by both.")
    rows = [sum(row) for row in table]
    columns = [sum(row[place] for row in table) for place in range(size)]
    cells = [(i, j, _weight(i, j, size, weights)) for i in range(size) for j in range(size)]
    observed = sum(weight * table[i][j] for i, j, weight in cells) / total
    expected = sum(weight * rows[i] * columns[j] for i, j, weight in cells) / total**2
    if expected == 0:
        why = "Not enough variation: both gave one and the same answer."
        return Agreement(value=None, cases=total, ratings=2 * total, why=why)
    return Agreement(value=1 - observed / expected, cases=total, ratings=2 * total)


def pairwise_kappa(
    ratings: Ratings, *, order: Sequence[str], weights: Weights = Weights.NONE
) -> Agreement:
    """Return the mean of Cohen's kappa over every two raters, of those that have one."""
    found = [
        kappa(first, second, order=order, weights=weights)
        for first, second in combinations(ratings, 2)
    ]
    valued = [one for one in found if one.value is not None]
    cases = sum(one.cases for one in found)
    if not valued:
        why = found[0].why if found else "It takes two people."
        return Agreement(value=None, cases=cases, ratings=2 * cases, why=why)
    mean = sum(one.value or 0 for one in valued) / len(valued)
    return Agreement(value=mean, cases=cases, ratings=2 * cases)


def interval(
    measure: Callable[[Ratings], Agreement],
    ratings: Ratings,
    *,
    random: Chance,
    resamples: int = RESAMPLES,
    level: float = 0.95,
) -> tuple[float, float] | None:
    """Return between which values the measure lies when cases are drawn anew, with replacement.

    None when too many draws have no value for the rest to say anything.
    """
    cases = len(ratings[0]) if ratings else 0
    values = []
    for _ in range(resamples if cases else 0):
        drawn = random.choices(range(cases), k=cases)
        value = measure([[row[place] for place in drawn] for row in ratings]).value
        if value is not None:
            values.append(value)
    if len(values) < max(1, resamples * LEAST_RESAMPLES):
        return None
    values.sort()
    tail = (1 - level) / 2
    return _quantile(values, tail), _quantile(values, 1 - tail)


def read(value: float) -> Reading:
    """Return what a coefficient is taken to mean."""
    if value >= RELIABLE:
        return Reading.RELIABLE
    return Reading.TENTATIVE if value >= TENTATIVE else Reading.UNCLEAR


def confusions(ratings: Ratings, *, order: Sequence[str]) -> tuple[Confusion, ...]:
    """Return every two values that were given to one case, the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    place = {value: number for number, value in enumerate(order)}
    for unit in _units(ratings, order):
        for a, b in combinations(unit, 2):
            if a != b:
                low, high = sorted((a, b), key=place.__getitem__)
                counted[low, high] += 1
    ranked = sorted(counted.items(), key=lambda one: (-one[1], place[one[0][0]], place[one[0][1]]))
    return tuple(Confusion(first=a, second=b, count=count) for (a, b), count in ranked)


def neighbours(found: Iterable[Confusion], *, order: Sequence[str]) -> Iterator[Confusion]:
    """Yield those confusions whose values stand side by side on the scale."""
    place = {value: number for number, value in enumerate(order)}
    return (one for one in found if place[one.second] - place[one.first] == 1)


def _units(ratings: Ratings, order: Sequence[str]) -> list[list[str]]:
    if len({len(row) for row in ratings}) > 1:
        raise RaggedRatings
    known = set(order)
    units = [[value for value in unit if value is not None] for unit in zip(*ratings, strict=True)]
    for unit in units:
        for value in unit:
            if value not in known:
                raise UnknownValue(value)
    return units


def _distance(
    scale: Scale, order: Sequence[str], totals: Mapping[str, int]
) -> Callable[[str, str], float]:
    """Return the squared distance of Krippendorff (2011), section 4, for one kind of scale."""
    if scale is Scale.NOMINAL:
        return lambda a, b: float(a != b)
    if scale is Scale.INTERVAL:
        return lambda a, b: (float(a) - float(b)) ** 2
    below: dict[str, float] = {}
    passed = 0
    for value in order:
        below[value] = passed + totals.get(value, 0) / 2
        passed += totals.get(value, 0)
    return lambda a, b: (below[a] - below[b]) ** 2


def _weight(i: int, j: int, size: int, weights: Weights) -> float:
    if weights is Weights.NONE or size < 2:
        return float(i != j)
    apart = abs(i - j) / (size - 1)
    return apart if weights is Weights.LINEAR else apart**2


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of them lie, between neighbours in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
