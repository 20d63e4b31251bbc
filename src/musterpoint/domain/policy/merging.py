"""Two people changed the same clause: what both mean, and where they contradict each other.

Fields of which only one person changed the value take that value. Where both did, differently, the
second one's stands in the proposal and the place is named, so that somebody looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from musterpoint.domain.policy.tree import Plain


class _Absent:
    """A field that is not there; an empty one is something else."""


ABSENT: Final = _Absent()
Maybe = Plain | _Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What both changes come to. ``clashes`` are dotted paths within the clause ("" is all)."""

    value: Plain
    clashes: tuple[str, ...]


def merge(*, base: Plain, theirs: Plain, yours: Plain) -> Merged:
    """Return ``base`` with both changes."""
    clashes: list[str] = []
    value = _merged(base, theirs, yours, "", clashes)
    return Merged(value=None if isinstance(value, _Absent) else value, clashes=tuple(clashes))


def same(one: Maybe, other: Maybe) -> bool:
    """Return whether both read the same: kinds and the order of entries count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _merged(base: Maybe, theirs: Maybe, yours: Maybe, at: str, clashes: list[str]) -> Maybe:
    if same(yours, base) or same(yours, theirs):
        return theirs
    if same(theirs, base):
        return yours
    if isinstance(theirs, dict) and isinstance(yours, dict):
        before = base if isinstance(base, dict) else {}
        return _entries(before, theirs, yours, at, clashes)
    clashes.append(at)
    return yours


def _entries(
    base: dict[str, Plain],
    theirs: dict[str, Plain],
    yours: dict[str, Plain],
    at: str,
    clashes: list[str],
) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for key in dict.fromkeys((*theirs, *yours, *base)):
        one = _merged(
            base.get(key, ABSENT),
            theirs.get(key, ABSENT),
            yours.get(key, ABSENT),
            f"{at}.{key}" if at else key,
            clashes,
        )
        if not isinstance(one, _Absent):
            values[key] = one
    order = _order(list(base), list(theirs), list(yours), at, clashes)
    return {key: values[key] for key in order if key in values}


def _order(
    base: list[str], theirs: list[str], yours: list[str], at: str, clashes: list[str]
) -> list[str]:
    """Return all keys in the order of whoever moved them, and new ones after their neighbours."""
    shared = [key for key in base if key in theirs and key in yours]
    moved_by_them = [key for key in theirs if key in shared] != shared
    moved_by_you = [key for key in yours if key in shared] != shared
    if moved_by_them and moved_by_you and _among(theirs, shared) != _among(yours, shared):
        clashes.append(f"{at} (order)".strip())
    first, second = (yours, theirs) if moved_by_you else (theirs, yours)
    order = list(first)
    for place, key in enumerate(second):
        if key not in order:
            before = second[place - 1] if place else None
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return order


def _among(keys: list[str], wanted: list[str]) -> list[str]:
    return [key for key in keys if key in wanted]
