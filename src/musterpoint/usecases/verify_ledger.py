"""Prove the record: every chain unbroken, every row what its ledger adds up to, every clock right.

Reads only, batch by batch, and stops at the first thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from musterpoint.apps.attachments import queries as attachments
from musterpoint.apps.communications import as_recorded as communications
from musterpoint.apps.communications import glossary_record
from musterpoint.apps.communications.operations import briefing_record, pages, promises
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.exercises import operations as exercises
from musterpoint.apps.incidents import as_recorded as incidents
from musterpoint.apps.incidents.operations.clock_events import reckoned
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.ledger import proof as ledgers
from musterpoint.apps.ledger import taking_out
from musterpoint.apps.policies import agreement_record, drafting
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.vault import as_recorded as vault
from musterpoint.domain import ledger
from musterpoint.domain.history.folding import Folded, same
from musterpoint.domain.history.proof import Finding, add_up, first_difference
from musterpoint.domain.ledger_text import is_unbroken
from musterpoint.domain.obligations import anchored
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.sealing import misplaced

STREAMS_AT_ONCE = 1_000
INCIDENT = "incident:"
STATUS_PAGE = "status"
_Stated = Mapping[tuple[str, int], Mapping[str, str]]


@dataclass(slots=True, kw_only=True)
class Verdict:
    """How much was proven, and the first thing that is wrong, if any."""

    streams: int = 0
    entries: int = 0
    incidents: int = 0
    clocks: int = 0
    bad: Finding | None = None


def verify_ledger(
    *, stream: str | None = None, progress: Callable[[int], None] = lambda _: None
) -> Verdict:
    """Verify one stream, or everything, while people go on working."""
    verdict = Verdict()
    after: str | None = ""
    while after is not None:
        with _one_moment():
            heads = _heads(stream, after=after)
            verdict.bad = _verify(heads, verdict)
        if verdict.bad is not None:
            return verdict
        progress(verdict.entries)
        after = heads[-1].stream if len(heads) == STREAMS_AT_ONCE else None
    verdict.bad = _stray(stream, verdict)
    return verdict


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read all within as it stood at one moment, so that nobody's change looks like a fault.

    Within a transaction that is open already, that one decides.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _heads(stream: str | None, *, after: str) -> list[ledger.Head]:
    if stream is None:
        return ledgers.heads(after=after, limit=STREAMS_AT_ONCE)
    found = ledgers.head(stream)
    return [] if found is None else [found]


def _verify(heads: Sequence[ledger.Head], verdict: Verdict) -> Finding | None:
    entries = ledgers.recorded([head.stream for head in heads])
    by_stream = {name: list(group) for name, group in groupby(entries, key=lambda e: e.stream)}
    ids = {head.stream: _incident_id(head.stream) for head in heads}
    numbers = [number for number in ids.values() if number is not None]
    rows = incidents.as_recorded(numbers)
    for pk, runs in escalation.as_recorded(numbers).items():
        rows[pk] |= runs
    for pk, said in communications.as_recorded(numbers).items():
        rows[pk] |= said
    for pk, files in attachments.as_recorded(numbers).items():
        rows[pk] |= files
    strategies = incidents.strategies_of(numbers)
    stated = _stated(entries)
    for head in heads:
        recorded = by_stream.get(head.stream, [])
        bad = _chain(head, recorded) or _taken_out(recorded, stated)
        number = ids[head.stream]
        if bad is None and number is not None:
            bad = _rows(head.stream, recorded, rows.get(number), strategies.get(number), verdict)
        if bad is None:
            bad = _strategy(head.stream, recorded)
        if bad is not None:
            return bad
        verdict.streams += 1
        verdict.entries += len(recorded)
    return None


def _chain(head: ledger.Head, recorded: Sequence[ledger.Entry]) -> Finding | None:
    if is_unbroken(head, recorded):
        return None
    bad = ledger.verify(recorded, head)
    if bad is None:  # two ways to reckon one hash; should they differ, that is worth knowing
        return Finding(stream=head.stream, seq=0, says="the two proofs of its chain disagree")
    return Finding(stream=bad.stream, seq=bad.seq, says=str(bad))


def _stated(entries: Sequence[ledger.Entry]) -> _Stated:
    """Return what was said to stand instead of taken texts, if any entry lacks one."""
    if any(entry.seal and "taken" in entry.seal for entry in entries):
        return taking_out.stated()
    return {}


def _taken_out(recorded: Sequence[ledger.Entry], stated: _Stated) -> Finding | None:
    """Hold every text that was taken out against the entry that tells of it."""
    for entry in recorded:
        if entry.seal is None:
            continue
        path = misplaced(entry.data, entry.seal, stated.get((entry.stream, entry.seq), {}))
        if path is not None:
            says = f"{path} was taken out, and no entry tells of what stands there now"
            return Finding(stream=entry.stream, seq=entry.seq, says=says)
    return None


def _rows(
    stream: str,
    recorded: Sequence[ledger.Entry],
    rows: Mapping[str, Mapping[str, Any]] | None,
    strategy_id: int | None,
    verdict: Verdict,
) -> Finding | None:
    folded, contradiction = add_up(stream, recorded)
    if contradiction is not None:
        return contradiction
    if rows is None or strategy_id is None:
        return Finding(stream=stream, seq=0, says="is recorded and has no incident")
    difference = first_difference(stream, folded, rows)
    if difference is not None:
        return difference
    strategy = policies.get(strategy_id).strategy
    verdict.incidents += 1
    for name, row in rows.items():
        if name.startswith("clock:"):
            verdict.clocks += 1
            wrong = _clock(stream, name, row, folded, strategy)
            if wrong is not None:
                return wrong
        if name.startswith("obligation:"):
            wrong = _duty(stream, name, row, strategy)
            if wrong is not None:
                return wrong
    return None


def _duty(stream: str, name: str, row: Mapping[str, Any], strategy: Strategy) -> Finding | None:
    """Count the due instant of an open duty again, from its anchor."""
    rule = strategy.obligations.get(row["code"])
    if row.get("state") != "open" or rule is None or row.get("anchor_at") is None:
        return None
    due = anchored(strategy, rule, datetime.fromisoformat(row["anchor_at"]))
    again = None if due is None else plain(due.at)
    if same(again, row.get("due_at")):
        return None
    says = f"{name} due_at is {row.get('due_at')!r}, and its anchor comes to {again!r}"
    return Finding(stream=stream, seq=0, says=says)


def _strategy(stream: str, recorded: Sequence[ledger.Entry]) -> Finding | None:
    """Hold a draft, a version, a part of the vault, a term, a status page … against its ledger."""
    kind, _colon, number = stream.partition(":")
    if kind != STATUS_PAGE and (kind not in _OF_STRATEGY or not number.isdecimal()):
        return None
    folded, contradiction = add_up(stream, recorded)
    if contradiction is not None:
        return contradiction
    is_page = kind == STATUS_PAGE
    rows = pages.rows_of(number) if is_page else _OF_STRATEGY[kind](int(number))
    if rows is None:
        return Finding(stream=stream, seq=0, says="is recorded and has no row")
    removed = [name for name, row in folded.rows.items() if all(v is None for v in row.values())]
    for name in removed:
        del folded.rows[name]  # such as a clause
    return first_difference(stream, folded, rows)


def _draft(pk: int) -> dict[str, dict[str, Any]] | None:
    rows = drafting.as_recorded(pk)
    return None if rows is None else rows | agreement_record.rows_of_draft(pk)


_OF_STRATEGY: Mapping[str, Callable[[int], dict[str, dict[str, Any]] | None]] = {
    "draft": _draft,
    "policy": agreement_record.rows_of_version,
    "exercise": exercises.as_recorded,
    "promise": promises.as_recorded,
    "vault": vault.subject_as_recorded,
    "hold": vault.hold_as_recorded,
    "term": glossary_record.term_as_recorded,
    "briefing": briefing_record.reads_of,
    "heard": briefing_record.votes_of,
}


def _clock(
    stream: str, name: str, row: Mapping[str, Any], folded: Folded, strategy: Strategy
) -> Finding | None:
    """Reckon the clock again from its events, as of when the ledger last spoke of it."""
    try:
        now = reckoned(row["events"], strategy=strategy, at=_last_at(name, row, folded))
    except (ValueError, LookupError) as trouble:
        return Finding(stream=stream, seq=0, says=f"{name} cannot be reckoned: {trouble}")
    again = {
        "state": str(now.state),
        "started_at": now.started_at,
        "due_at": now.due_at,
        "met_at": now.met_at,
        "breached_at": now.breached_at,
        "target": now.target,
        "calendar": now.course.calendar.name,
    }
    for field, value in again.items():
        if not same(plain(value), row.get(field)):
            says = f"{name} {field} is {row.get(field)!r}, and its events come to {plain(value)!r}"
            return Finding(stream=stream, seq=0, says=says)
    return None


def _last_at(name: str, row: Mapping[str, Any], folded: Folded) -> datetime:
    last_event = datetime.fromisoformat(row["events"][-1]["at"])
    return max(folded.touched_at.get(name, last_event), last_event)


def _stray(stream: str | None, verdict: Verdict) -> Finding | None:
    """Look for what no head leads to: entries without one, and incidents without a ledger."""
    if stream is not None:
        if verdict.streams == 0:
            return Finding(stream=stream, seq=0, says="there is no such stream")
        return None
    headless = ledgers.first_headless()
    if headless is not None:
        return Finding(stream=headless, seq=1, says="has entries and no head")
    unrecorded = incidents.first_unrecorded()
    if unrecorded is not None:
        return Finding(stream=f"{INCIDENT}{unrecorded}", seq=0, says="has a row and no ledger")
    return None


def _incident_id(stream: str) -> int | None:
    prefix, _, number = stream.partition(":")
    return int(number) if prefix == "incident" and number.isdecimal() else None
