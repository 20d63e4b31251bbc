"""Which known words somebody may have meant by one that nothing holds.

Knows letters only: swapped, missing, doubled or wrong ones, and words not typed to their end.
"""

from __future__ import annotations

from collections.abc import Iterable

SHORT = 5
MOST_MEANT = 4


def meant(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known words that ``typed`` may stand for, the likeliest first; itself if known.

    A word of up to SHORT letters may hold one error, a longer one two.
    """
    words = set(known)
    if typed in words:
        return (typed,)
    allowed = 1 if len(typed) <= SHORT else 2
    near = []
    for word in words:
        if word.startswith(typed) and len(typed) >= 3:
            near.append((1, len(word), word))
        elif abs(len(word) - len(typed)) <= allowed:
            errors = distance(typed, word, most=allowed)
            if errors <= allowed:
                near.append((errors, len(word), word))
    return tuple(word for _, _, word in sorted(near)[:MOST_MEANT])


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters to insert, drop, change or swap with their neighbour.

    Stops early with ``most + 1`` once it must be more. (Optimal string alignment.)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
