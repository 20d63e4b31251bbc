"""What the composer's form says, read once, and the pieces that it makes for one audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from musterpoint.domain.facts import Fact
from musterpoint.domain.filling import proposed
from musterpoint.domain.updates import Piece, PieceKind
from musterpoint.domain.updates.pieces import chosen_of

LARGEST = 2**31 - 1
TRUE = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What fills one merge field: a fact, in its own words or these; or words alone."""

    fact: int | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """``rows`` are the audiences that are written to, ``also`` facts that follow the template,
    ``own`` words by audience that come last."""

    rows: tuple[str, ...] = ()
    filled: Mapping[str, Filled] = field(default_factory=dict)
    also: tuple[int, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    next_at: datetime | None = None
    is_final: bool = False

    def pieces(self, row: str, fields: Iterable[str], board: Mapping[int, Fact]) -> list[Piece]:
        """Return what was chosen and typed for one row, in the order of its template."""
        found = [self._filling(name, board) for name in fields]
        found += [_of_fact(board[one]) for one in self.also if one in board]
        if self.own.get(row):
            found.append(Piece(kind=PieceKind.WORDS, says=self.own[row]))
        return [one for one in found if one is not None]

    def _filling(self, name: str, board: Mapping[int, Fact]) -> Piece | None:
        filled = self.filled.get(name, Filled())
        if filled.fact is not None and filled.fact in board:
            return _of_fact(board[filled.fact], says=filled.says, field=name)
        if filled.says:
            return Piece(kind=PieceKind.WORDS, says=filled.says, field=name)
        return None


def read(said: QueryDict, *, fields: Iterable[str], rows: Iterable[str]) -> Typed:
    """Return what a sent form says of these fields and rows; the rest of it is left alone."""
    known = frozenset(rows)
    return Typed(
        rows=tuple(one for one in said.getlist("to") if one in known),
        filled={name: _read(said, name) for name in fields},
        also=tuple(one for one in map(number, said.getlist("also")) if one),
        own={one: _words(said, f"own_{one}") for one in known},
        subject=_words(said, "subject"),
        next_at=instant(said.get("next_at", "")),
        is_final=said.get("final") == "yes",
    )


def begun(fields: Iterable[str], board: Iterable[Fact], *, at: datetime, **more: Any) -> Typed:
    """Return a form that nobody has filled in yet: each field with the fact that answers it."""
    known = tuple(board)
    found = {name: proposed(name, known, at=at) for name in fields}
    return Typed(filled={name: _estimated(one) for name, one in found.items() if one}, **more)


def instead(begun: Typed, fields: Iterable[str], facts: Sequence[int]) -> Typed:
    """Return a correction's form with the facts that hold now: the first as what is true."""
    if not facts:
        return begun
    if TRUE not in fields:
        return replace(begun, also=tuple(facts))
    filled = {**begun.filled, TRUE: Filled(fact=facts[0])}
    return replace(begun, filled=filled, also=tuple(facts[1:]))


def again(pieces: Iterable[Piece], **more: Any) -> Typed:
    """Return the form as it was when these pieces were composed."""
    chosen = chosen_of(pieces)
    row = more["rows"][0]
    words = [one.says for one in chosen if not one.field and one.kind is PieceKind.WORDS]
    return Typed(
        filled={one.field: Filled(fact=one.fact, says=one.says) for one in chosen if one.field},
        also=tuple(one.fact for one in chosen if not one.field and one.fact is not None),
        own={row: "\n".join(words)},
        **more,
    )


def number(typed: str) -> int | None:
    """Return the number of a fact, or None for anything else."""
    is_one = typed.isascii() and typed.isdigit() and len(typed) < 11
    return int(typed) if is_one and 0 < int(typed) <= LARGEST else None


def instant(typed: str) -> datetime | None:
    """Return what the browser's picker says, on the centre's wall clock."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_current_timezone())


def _estimated(fact: Fact) -> Filled:
    """Take an estimate in words that own up to it; anything else in the fact's own."""
    if not fact.is_estimate:
        return Filled(fact=fact.number)
    says = f"{fact.says.rstrip('.')} (an estimate of {fact.estimate_of})"
    return Filled(fact=fact.number, says=says)


def _of_fact(fact: Fact, *, says: str = "", field: str = "") -> Piece:
    worded = says or _estimated(fact).says or fact.says
    return Piece(kind=PieceKind.FACT, says=worded, fact=fact.number, field=field)


def _read(said: QueryDict, name: str) -> Filled:
    return Filled(fact=number(said.get(f"pick_{name}", "")), says=_words(said, f"say_{name}"))


def _words(said: QueryDict, name: str) -> str:
    return said.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


__all__ = ["Filled", "Typed", "again", "begun", "chosen_of", "instant", "number", "read"]
