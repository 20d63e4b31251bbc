"""A draft as those read it who are asked about it: part by part, clause by clause, in words."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.policies import drafts
from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.clauses import clause
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.parts import PARTS, DocumentPart
from musterpoint.domain.policy.pieces import key_of

NOT_READ = frozenset({"format", "rationale"})


def contents(draft_id: int, *, part: str, base: str) -> tuple[list[dict[str, Any]], DocumentPart]:
    """Return the parts that have clauses, and the one that is shown: the first without a name."""
    keys = {key_of(row.path) for row in drafts.clauses(draft_id)} - NOT_READ
    there = [one for one in PARTS if keys & set(one.keys)] or [PARTS[0]]
    current = next((one for one in there if one.code == part), there[0])
    links = [
        {
            "number": one.number,
            "label": one.title,
            "url": f"{base}?part={one.code}",
            "current": one is current,
        }
        for one in there
    ]
    return links, current


def clauses(draft_id: int, strategy: Strategy, part: DocumentPart) -> list[dict[str, Any]]:
    """Return the clauses of a part in the order of the text."""
    found = []
    for key in part.keys:
        for row in drafts.clauses(draft_id, key=key):
            one = _clause(strategy, row.path)
            if one is not None:
                found.append(one)
    return found


def _clause(strategy: Strategy, path: str) -> dict[str, Any] | None:
    try:
        found = clause(strategy, path)
    except UnknownClause:
        return None
    return {
        "path": path,
        "place": path.replace(".", "-"),
        "title": found.title,
        "says": found.says if not found.rows else "",
        "rows": found.rows,
        "why": found.rationale,
    }
