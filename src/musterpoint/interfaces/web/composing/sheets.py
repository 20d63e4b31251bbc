"""One audience's draft beside all that is to be said of it: objections, advice, previews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.apps.notifications import wording
from musterpoint.domain.facts import Fact
from musterpoint.domain.plain_words import Term
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import (
    Draft,
    Objection,
    Piece,
    PieceKind,
    compose,
    may_leave,
    needs_second_person,
    text_of,
)
from musterpoint.interfaces.web.composing.plan import Row
from musterpoint.interfaces.web.composing.typed import Typed
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.strategy.naming import role_name
from musterpoint.interfaces.web.shown.updates import beside
from musterpoint.interfaces.web.shown.updates.previews import previews
from musterpoint.usecases.composing import personal_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every sheet of a page is judged by."""

    strategy: Strategy
    board: Mapping[int, Fact]
    glossary: Sequence[Term]
    zone: str
    at: datetime


def sheet(row: Row, typed: Typed, desk: Desk) -> dict[str, Any]:
    """Return the draft for one row as it would be kept now."""
    next_at = None if typed.is_final else typed.next_at or row.next_at(at=desk.at)
    says = wording.clock_time(next_at, now=desk.at, zone=desk.zone) if next_at else ""
    chosen = typed.pieces(row.code, row.fields, desk.board)
    pieces, _wrong = compose(row.says, chosen, next_at=says, given=row.given)
    draft = Draft(
        pieces=pieces,
        audience=row.audience,
        rule=row.rule,
        template=row.template,
        next_at=next_at,
        next_says=says,
        is_final=typed.is_final,
        subject=typed.subject,
        given=row.given,
    )
    found = may_leave(draft, facts=desk.board, at=desk.at, personal=personal_data)
    text = text_of(_with_blanks(row, chosen, next_says=says))
    objections = list(shown(found, pieces))
    return _sheet(row, desk, text, pieces, subject=typed.subject) | {"objections": objections}


def kept(
    row: Row, pieces: Sequence[Piece], found: Iterable[Objection], desk: Desk, *, subject: str
) -> dict[str, Any]:
    """Return an update as it was kept, with what was found to stand in its way."""
    objections = list(shown(found, pieces))
    return _sheet(row, desk, text_of(pieces), pieces, subject=subject) | {"objections": objections}


def _sheet(
    row: Row, desk: Desk, text: str, pieces: Sequence[Piece], *, subject: str
) -> dict[str, Any]:
    rule = row.rule
    return {
        "row": row.code,
        "audience": row.audience.name,
        "outside": row.audience.outside,
        "approver": role_name(desk.strategy, rule.approver) if rule else "",
        "is_second": needs_second_person(rule, row.audience),
        "text": text,
        "stretches": beside.marked(text),
        "advice": [*beside.joints(pieces), *beside.advice(text, desk.glossary, row.code)],
        "reading": beside.reading(text),
        "previews": previews(row.channels, text, subject=subject),
        "must_say": rule.must_say if rule else (),
        "must_not_say": rule.must_not_say if rule else (),
        "clause": f"communications.{rule.code}" if rule else "",
    }


def shown(objections: Iterable[Objection], pieces: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """Yield each objection once, with the words it is about; one is enough for a place."""
    kept: list[Objection] = []
    for one in objections:
        if not any(one.says == other.says or _within(one, other) for other in kept):
            kept.append(one)
            yield {"says": one.says, "quote": _quote(one, pieces), "field": _field(one, pieces)}


def _within(one: Objection, other: Objection) -> bool:
    """Return whether another objection covers this one's place in the same piece."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.piece == other.piece and other.start <= one.start and one.end <= other.end


def _with_blanks(row: Row, chosen: Sequence[Piece], *, next_says: str) -> Sequence[Piece]:
    """Return the pieces for reading: a field that nobody has filled in yet stands as its name."""
    filled = {one.field for one in chosen}
    blanks = [
        Piece(kind=PieceKind.WORDS, says=f"[{labels.label({}, name).lower()}]", field=name)
        for name in row.fields
        if name not in filled
    ]
    return compose(row.says, [*blanks, *chosen], next_at=next_says, given=row.given)[0]


def _quote(one: Objection, pieces: Sequence[Piece]) -> str:
    """Return the piece's words, where the objection does not quote them itself."""
    if one.piece is None or one.start is not None:
        return ""
    return pieces[one.piece].says


def _field(one: Objection, pieces: Sequence[Piece]) -> str:
    name = one.field if one.piece is None else pieces[one.piece].field
    return labels.label({}, name) if name else ""
