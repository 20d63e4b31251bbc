"""What is worked out once for a value that never changes, such as a strategy or one of its paths.

Kept by identity, because a strategy holds mappings and has no hash; a bounded number is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def worked_out_once(build: Callable[[S], T], *, kept: int = 32) -> Callable[[S], T]:
    """Return ``build`` with a memory of the last ``kept`` values it was given."""
    known: dict[int, tuple[S, T]] = {}
    filling = Lock()

    def look_up(source: S) -> T:
        found = known.get(id(source))
        if found is not None and found[0] is source:
            return found[1]
        built = build(source)
        with filling:
            if len(known) >= kept:
                known.pop(next(iter(known)))
            known[id(source)] = (source, built)
        return built

    return look_up
