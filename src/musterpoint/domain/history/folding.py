"""Adding up the changes on a ledger: what each row must be, and where the record is at odds.

Knows ``new`` values, items added to a list (``add``), and that a field never mentioned is as a new
row has it. Compares nothing with any database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

NOT_SET = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A change whose old value is not what the changes before it add up to."""

    of: str
    field: str
    folded: Any
    old: Any


@dataclass(slots=True)
class Folded:
    """Rows by name as the entries so far make them, and when each was last touched."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    touched_at: dict[str, datetime] = field(default_factory=dict)

    def take(self, changes: list[Mapping[str, Any]], *, at: datetime) -> Contradiction | None:
        """Add the changes of one entry; return the first that contradicts those before it."""
        wrong: Contradiction | None = None
        for change in changes:
            of, name = change["of"], change["field"]
            row = self.rows.setdefault(of, {})
            self.touched_at[of] = max(at, self.touched_at.get(of, at))
            before = row.get(name, NOT_SET)
            if "add" in change:
                row[name] = [*(before if isinstance(before, list) else ()), change["add"]]
                continue
            if before is not NOT_SET and wrong is None and not same(before, change["old"]):
                wrong = Contradiction(of=of, field=name, folded=before, old=change["old"])
            row[name] = change["new"]
        return wrong


def same(one: Any, other: Any) -> bool:
    """Say whether two recorded values are one; true is not 1, and what is empty is nothing."""
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other) or (_is_nothing(one) and _is_nothing(other))


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})
