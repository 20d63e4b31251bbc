"""Comparing what a ledger adds up to with the rows that should be just that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from musterpoint.domain.history.folding import Folded, same
from musterpoint.domain.ledger import Recorded

PROVEN = (
    "incident",
    "source",
    "clock",
    "role",
    "task",
    "obligation",
    "link",
    "help",
    "offer",
    "handover",
    "handed",
    "run",
    "telling",
    "decline",
    "briefing",
    "read",
    "vote",
    "draft",
    "clause",
    "consultation",
    "invitation",
    "contribution",
    "answer",
    "approval",
    "signature",
    "agreed",
    "reading",
    "review_date",
    "policy",
    "exercise",
    "exercise_action",
    "fact",
    "contradiction",
    "promise",
    "page",
    "component",
    "notice",
    "entry",
    "term",
    "attachment",
)
"""The kinds of rows that are held against the ledger in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The first thing that is wrong with a stream, at which entry of it (0: at its rows)."""

    stream: str
    seq: int
    says: str

    def __str__(self) -> str:
        where = f"entry {self.seq}" if self.seq else "row"
        return f"{self.stream}: {where}: {self.says}"


def add_up(stream: str, entries: Iterable[Recorded]) -> tuple[Folded, Finding | None]:
    """Return what the entries add up to, and the first that contradicts those before it."""
    folded, wrong = Folded(), None
    for entry in entries:
        contradiction = folded.take(entry.data.get("changes", ()), at=entry.at)
        if contradiction is not None and wrong is None:
            wrong = Finding(
                stream=stream,
                seq=entry.seq,
                says=f"{contradiction.of} {contradiction.field} was"
                f" {contradiction.folded!r} before, and the entry says {contradiction.old!r}",
            )
    return folded, wrong


def first_difference(
    stream: str, folded: Folded, rows: Mapping[str, Mapping[str, Any]]
) -> Finding | None:
    """Return the first field in which a row is not what the ledger adds up to."""
    for name in sorted({*folded.rows, *rows}):
        if name.split(":")[0] not in PROVEN:
            continue
        recorded, present = folded.rows.get(name, {}), rows.get(name)
        if present is None:
            return Finding(stream=stream, seq=0, says=f"{name} is recorded and has no row")
        for field in sorted({*recorded, *present}):
            wanted, found = recorded.get(field), present.get(field)
            if not same(wanted, found):
                says = f"{name} {field} is {found!r}, and the ledger adds up to {wanted!r}"
                return Finding(stream=stream, seq=0, says=says)
    return None
