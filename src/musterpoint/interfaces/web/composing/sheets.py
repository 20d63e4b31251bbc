"""One audience's draft beside all that is to be said of it: objections, advice, previews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from musterpoint.domain.facts import Fact
from musterpoint.domain.personal_data import LABELS, Kind, spans
from musterpoint.domain.plain_words import Term
from musterpoint.domain.updates import (
    Draft,
    Found,
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
from musterpoint.interfaces.web.shown.updates import beside
from musterpoint.interfaces.web.shown.updates.previews import previews
from musterpoint.interfaces.web.templatetags.musterpoint import centre_time

_CONTACTS = frozenset({Kind.PHONE_NUMBER, Kind.EMAIL_ADDRESS, Kind.ADDRESS, Kind.POSTCODE})


def sheet(
    row: Row,
    typed: Typed,
    board: Mapping[int, Fact],
    *,
    approver: str,
    glossary: Sequence[Term],
    at: datetime,
) -> dict[str, Any]:
    """Return the draft for one row as the composer shows it."""
    next_at = None if typed.is_final else typed.next_at or row.next_at(at=at)
    next_says = centre_time(next_at) if next_at else ""
    chosen = typed.pieces(row.rule.code, row.fields, board)
    pieces, _wrong = compose(row.says, chosen, next_at=next_says)
    draft = Draft(
        pieces=pieces,
        audience=row.audience,
        rule=row.rule,
        template=row.template,
        next_at=next_at,
        next_says=next_says,
        is_final=typed.is_final,
    )
    text = text_of(_with_blanks(row, chosen, next_says=next_says))
    objections = may_leave(draft, facts=board, at=at, personal=_personal)
    return {
        "row": row.rule.code,
        "audience": row.audience.name,
        "outside": row.audience.outside,
        "approver": approver,
        "is_second": needs_second_person(row.rule, row.audience),
        "next_at": next_at,
        "text": text,
        "stretches": beside.marked(text),
        "objections": list(shown(objections, pieces)),
        "advice": beside.advice(text, glossary, row.audience.code),
        "reading": beside.reading(text),
        "previews": previews(row.rule.channels, text, subject=typed.subject),
        "must_say": row.rule.must_say,
        "must_not_say": row.rule.must_not_say,
        "clause": f"communications.{row.rule.code}",
    }


def _with_blanks(row: Row, chosen: Sequence[Piece], *, next_says: str) -> Sequence[Piece]:
    """Return the pieces for reading: a field that nobody has filled in yet stands as its name."""
    filled = {one.field for one in chosen}
    blanks = [
        Piece(kind=PieceKind.WORDS, says=f"[{labels.label({}, name).lower()}]", field=name)
        for name in row.fields
        if name not in filled
    ]
    return compose(row.says, [*blanks, *chosen], next_at=next_says)[0]


def shown(objections: Iterable[Objection], pieces: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """Yield each objection once, with the words it is about."""
    said: set[str] = set()
    for one in objections:
        if one.says not in said:
            said.add(one.says)
            yield {"says": one.says, "quote": _quote(one, pieces), "field": _field(one, pieces)}


def _quote(one: Objection, pieces: Sequence[Piece]) -> str:
    """Return the piece's words, where the objection does not quote them itself."""
    if one.piece is None or one.start is not None:
        return ""
    return pieces[one.piece].says


def _field(one: Objection, pieces: Sequence[Piece]) -> str:
    name = one.field if one.piece is None else pieces[one.piece].field
    return labels.label({}, name) if name else ""


def _personal(text: str) -> Sequence[Found]:
    return [
        Found(
            start=one.start,
            end=one.end,
            label=LABELS[one.kind],
            contact=one.kind in _CONTACTS,
            name=one.kind is Kind.NAME,
        )
        for one in spans(text)
    ]
