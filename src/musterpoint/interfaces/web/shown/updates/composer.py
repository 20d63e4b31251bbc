"""The composer's form as its page shows it: audiences, fields, facts to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from musterpoint.domain.facts import Fact
from musterpoint.interfaces.web.composing.plan import Row, fields_in
from musterpoint.interfaces.web.composing.typed import Filled, Typed
from musterpoint.interfaces.web.shown import labels


def form(
    rows: Mapping[str, Row], said: Typed, board: Mapping[int, Fact], *, at: datetime
) -> dict[str, Any]:
    chosen = [row for code, row in rows.items() if code in said.rows]
    standing = [one for one in board.values() if one.is_standing]
    return {
        "rows": [_audience(row, said, at=at) for row in rows.values()],
        "fields": [_field(name, said, chosen, standing) for name in fields_in(chosen)],
        "also": [_fact(one, is_chosen=one.number in said.also) for one in standing],
        "said": said,
        "has_own": any(said.own.values()),
    }


def _audience(row: Row, said: Typed, *, at: datetime) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.audience.name,
        "outside": row.audience.outside,
        "is_chosen": row.code in said.rows,
        "next_at": row.next_at(at=at),
        "own": said.own.get(row.code, ""),
    }


def _field(
    name: str, said: Typed, chosen: Iterable[Row], standing: Iterable[Fact]
) -> dict[str, Any]:
    filled = said.filled.get(name, Filled())
    facts = [_fact(one, is_chosen=one.number == filled.fact) for one in standing]
    return {
        "name": name,
        "label": labels.label({}, name),
        "audiences": [row.audience.name for row in chosen if name in row.fields],
        "facts": facts,
        "fact": next((one for one in facts if one["is_chosen"]), None),
        "says": filled.says,
    }


def _fact(fact: Fact, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "number": fact.number,
        "says": fact.says,
        "state": str(fact.state),
        "estimate_of": fact.estimate_of,
        "is_chosen": is_chosen,
    }
