"""An incident for which a replay came to something else, as one plain row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from musterpoint.domain.replay.comparing import Change
from musterpoint.domain.replay.outcome import Outcome

COLUMNS = (
    "ref", "logged_at", "category",
    "priority_happened", "priority_against", "priority_policy",
    "breached_happened", "breached_against", "breached_policy",
    "unanswered_against", "unanswered_policy", "tellings_against", "tellings_policy",
    "not_judged",
)  # fmt: skip


def row_of(change: Change) -> dict[str, Any]:
    """Return what differs, by column; ``key`` is the incident's own number, 0 for a stranger's."""
    past, against = change.past, change.against
    return {
        "key": past.key,
        "ref": past.ref,
        "logged_at": past.logged_at.isoformat(),
        "category": past.judgements[-1].facts.category or "",
        "priority_happened": past.happened.priority,
        "breached_happened": sorted(past.happened.breached),
        **_side("policy", change.outcome),
        **({} if against is None else _side("against", against)),
        "not_judged": change.outcome.not_judged,
    }


def cells(row: Mapping[str, Any]) -> list[str]:
    """Return a row as the cells of a line of CSV."""
    return [_cell(row.get(name)) for name in COLUMNS]


def _side(name: str, outcome: Outcome) -> dict[str, Any]:
    return {
        f"priority_{name}": outcome.priority,
        f"breached_{name}": sorted(outcome.breached),
        f"unanswered_{name}": outcome.unanswered,
        f"tellings_{name}": len(outcome.told),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " ".join(value) if isinstance(value, list) else str(value)
    # A spreadsheet would run a text that begins like this.
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
