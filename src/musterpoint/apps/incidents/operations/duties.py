"""An incident's duties and their clocks: planted, moved with their anchor, and watched.

One timer stands for an incident's duties, armed for the next instant at which somebody must hear of
one or the incident must be judged anew. The caller holds the incident's lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations import clocks, parts
from musterpoint.apps.incidents.operations.record import Record
from musterpoint.domain import obligations as rules
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.timer_kinds import TimerKind

OPEN = "open"
SUPERSEDED = "superseded"


def build(incident: Incident, strategy: Strategy) -> list[Obligation]:
    """Return the unsaved duties that the incident's category brings and that are ours.

    Their clocks count provisionally from when it was logged, or began.
    """
    return [_new(incident, one) for one in owed(incident, strategy) if one.is_ours]


def owed(incident: Incident, strategy: Strategy) -> tuple[rules.Owed, ...]:
    """Return every duty that the incident's category names, ours or not."""
    code = incident.category or strategy.generic_category
    category = strategy.categories.get(code) or strategy.categories[strategy.generic_category]
    return rules.owed(
        strategy,
        category.obligations,
        began_at=incident.began_at,
        logged_at=incident.logged_at,
    )


def all_of(record: Record) -> list[Obligation]:
    """Return the incident's duties in the order they came, loaded once per record."""
    if record.duties is None:
        record.duties = list(Obligation.objects.filter(incident=record.incident).order_by("pk"))
    return record.duties


def open_of(record: Record) -> list[Obligation]:
    return [one for one in all_of(record) if one.state == OPEN]


def find(record: Record, code: str) -> Obligation:
    """Return the incident's duty of this code, or raise NoSuchPart."""
    found = [one for one in all_of(record) if one.code == code]
    if not found:
        raise parts.NoSuchPart(f"obligation '{code}'")
    return found[0]


def take_up(record: Record, strategy: Strategy) -> None:
    """Add the duties of the category that the incident does not have yet; what is there stays.

    Another version of a duty that is still open supersedes it, and takes over its anchor.
    """
    known = {one.code for one in all_of(record)}
    new = [one for one in build(record.incident, strategy) if one.code not in known]
    for row in new:
        for old in open_of(record):
            if _same_duty(strategy, old.code, row.code):
                _take_over(row, old, strategy)
                _supersede(record, old, by=row)
    _add(record, new)
    watch(record, strategy)


def suspect(record: Record, strategy: Strategy) -> list[Obligation]:
    """Add the duties that a suspected breach of personal data brings, counted from this instant.

    What is there already stays, with its own start. Returns those that were added.
    """
    named = [code for code, one in strategy.obligations.items() if one.on_suspicion]
    known = {one.code for one in all_of(record)}
    found = rules.owed(strategy, named, began_at=None, logged_at=record.at)
    new = [
        _new(record.incident, one)
        for one in found
        if one.is_ours and not any(_same_duty(strategy, one.rule.code, code) for code in known)
    ]
    _add(record, new)
    watch(record, strategy)
    return new


def stand_in(
    record: Record, strategy: Strategy, old: Obligation, code: str, anchor: datetime
) -> Obligation:
    """Let another version of an open duty stand in for it, counted from ``anchor``; return it."""
    found = [one for one in all_of(record) if one.code == code]
    if found:
        new = found[0]
        parts.change(record, new, state=OPEN, reason="", settled_at=None, settled_by=None)
    else:
        new = Obligation(incident=record.incident, code=code, state=OPEN)
        count(new, strategy, anchor=anchor)
        _add(record, [new])
    _supersede(record, old, by=new)
    return new


def _take_over(new: Obligation, old: Obligation, strategy: Strategy) -> None:
    if old.anchor_set_at is not None and old.anchor_at is not None:
        new.anchor_reason, new.anchor_set_at = old.anchor_reason, old.anchor_set_at
        new.anchor_set_by_id = old.anchor_set_by_id
        count(new, strategy, anchor=old.anchor_at)


def _supersede(record: Record, old: Obligation, *, by: Obligation) -> None:
    says = f"{by.code} is the version of this duty that holds."
    parts.change(record, old, state=SUPERSEDED, reason=says, settled_at=record.at)


def _add(record: Record, rows: list[Obligation]) -> None:
    all_of(record).extend(rows)
    parts.add_obligations(record, rows)


def count(row: Obligation, strategy: Strategy, *, anchor: datetime) -> None:
    """Set what the duty's clock comes to when it counts from ``anchor``."""
    for name, value in counted(row, strategy, anchor=anchor).items():
        setattr(row, name, value)


def counted(row: Obligation, strategy: Strategy, *, anchor: datetime) -> dict[str, object]:
    """Return the columns that a duty's clock comes to when it counts from ``anchor``."""
    rule = strategy.obligations.get(row.code)
    due = None if rule is None else rules.anchored(strategy, rule, anchor)
    if due is None:
        return {"anchor_at": None, "due_at": None, "strength": ""}
    return {"anchor_at": anchor, "due_at": due.at, "strength": str(due.strength)}


def recount(record: Record, strategy: Strategy) -> None:
    """Count every open duty anew: by another version's rules, or from a corrected beginning."""
    provisional = {one.rule.code: one.anchor for one in owed(record.incident, strategy)}
    for row in open_of(record):
        anchor = row.anchor_at
        if row.anchor_set_at is None:
            anchor = provisional.get(row.code, row.anchor_at)
        if anchor is not None and row.code in strategy.obligations:
            parts.change(record, row, **counted(row, strategy, anchor=anchor))
    watch(record, strategy)


def watch(record: Record, strategy: Strategy) -> None:
    """Arm the timer for what comes next of the open duties, and say what is due on the board."""
    rows, pk = open_of(record), record.incident.pk
    if record.incident.source_system:
        return  # history runs no clocks
    ahead = list(_ahead(rows, strategy, at=record.at))
    if ahead:
        at = max(min(ahead), record.at)
        record.arm(TimerKind.DUTY_MARK, str(pk), at=at, payload={"incident": pk})
    else:
        record.disarm(TimerKind.DUTY_MARK, str(pk))
    record.set(duty_due_at=nearest_due(rows))
    clocks.next_due(record)


def nearest_due(rows: Iterable[Obligation]) -> datetime | None:
    """Return when the first of these falls due that law, a rule or a contract stands behind."""
    due = [r.due_at for r in rows if r.due_at is not None and r.strength in rules.BINDING]
    return min(due, default=None)


def marks_of(row: Obligation, strategy: Strategy) -> tuple[float, ...]:
    return rules.marks_of(row.strength, strategy.marks)


def reached(row: Obligation, strategy: Strategy, *, at: datetime) -> int:
    """Return the mark of its time, in per cent, that a duty has reached by ``at``; 0 for none."""
    if row.anchor_at is None or row.due_at is None:
        return 0
    share = rules.reached(marks_of(row, strategy), anchor=row.anchor_at, due=row.due_at, at=at)
    return _percent(share)


def share_left(row: Obligation, *, at: datetime) -> float | None:
    """Return the share of a binding duty's time that is left, or None where nothing binds."""
    if row.strength not in rules.BINDING or row.anchor_at is None or row.due_at is None:
        return None
    return rules.share_left(anchor=row.anchor_at, due=row.due_at, at=at)


def _ahead(rows: Sequence[Obligation], strategy: Strategy, *, at: datetime) -> Iterator[datetime]:
    below = rules.shares_below(strategy)
    for row in rows:
        if row.anchor_at is None or row.due_at is None:
            continue
        # Told is kept in whole per cent: a mark at 12.5 that was told is not to come any more.
        untold = [m for m in marks_of(row, strategy) if _percent(m) > (row.marked or 0)]
        mark = rules.next_mark(untold, after=0, anchor=row.anchor_at, due=row.due_at)
        if mark is not None:
            yield mark
        for share in below if row.strength in rules.BINDING else ():
            crosses_at = rules.crosses_at(anchor=row.anchor_at, due=row.due_at, below=share)
            if crosses_at > at:
                yield crosses_at


def _percent(share: float) -> int:
    return round(share * 100)


def _same_duty(strategy: Strategy, one: str, other: str) -> bool:
    known = strategy.obligations
    if one not in known or other not in known:
        return False
    return rules.root_of(known[one]) == rules.root_of(known[other])


def _new(incident: Incident, one: rules.Owed) -> Obligation:
    row = Obligation(incident=incident, code=one.rule.code, state=OPEN)
    if one.due is not None and not incident.source_system:
        row.anchor_at, row.due_at = one.anchor, one.due.at
        row.strength = str(one.due.strength)
    return row
