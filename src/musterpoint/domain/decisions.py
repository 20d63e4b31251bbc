"""A decision and its reason: every rule returns both, so that every page can say why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One clause used. ``clause`` is a dotted path into the strategy, such as ``matrix.I1.U1``."""

    clause: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[T]):
    """A value and the clauses it rests on, in the order they were used."""

    value: T
    because: tuple[Because, ...]
