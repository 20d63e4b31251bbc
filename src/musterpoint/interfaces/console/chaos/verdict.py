"""What was promised against what is there, asked from outside once everything has settled.

Each finding says what is wrong and about what; the run names the fault it belongs to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from musterpoint.apps.notifications.channels.email.wording import token
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import escalation
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.interfaces.console.chaos.workload import Promise
from musterpoint.interfaces.console.fakes.provider import Given
from musterpoint.usecases.verify_ledger import verify_ledger

GRACE = timedelta(seconds=5)
OUTAGE = timedelta(seconds=30)
EARLY = timedelta(seconds=1)
INCIDENTS = "SELECT summary, id FROM incidents_incident"
RUNS = """
SELECT id, incident_id, path, priority, started_at, state, ended_at, strategy_id
FROM escalation_run ORDER BY id
"""
TELLINGS = "SELECT run_id, step, round, state, due_at, told_at, told::text FROM escalation_telling"
MESSAGES = """
SELECT id, key, stream, recipient_id, channel, state, last_error, created_at, provider_id, receipt
FROM notifications_message WHERE channel = ANY(%s)
"""
PROVIDERS = {"email": "mail", "sms": "text", "webhook": "hook"}
ESCALATED = "SELECT id, data::text FROM ledger_entry WHERE kind = 'escalated'"
FINAL = frozenset({"sent", "superseded", "dead", "bundled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was promised and is not so. ``at`` is when it came to be, as far as known."""

    what: str
    says: str
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A message that a provider was given again after it had taken it."""

    provider: str
    name: str
    first: Given
    until: float


@dataclass(slots=True, kw_only=True)
class Verdict:
    """Every finding, and what was counted on the way."""

    findings: list[Finding] = field(default_factory=list)
    messages: int = 0
    steps: int = 0
    overtaken: int = 0
    verify: str = "ok"
    repeated: list[Repeated] = field(default_factory=list)

    def count(self, what: str) -> int:
        return sum(finding.what == what for finding in self.findings)


def judge(
    promises: Sequence[Promise], given: Mapping[str, Sequence[Given]], *, at: datetime
) -> Verdict:
    """Hold everything that was promised by ``at`` against what is there."""
    verdict = Verdict()
    ids = defaultdict(list)
    for summary, number in rows(INCIDENTS):
        ids[summary].append(number)
    verdict.findings += _lost_requests(promises, ids)
    verdict.findings += _steps(promises, verdict, at=at)
    verdict.findings += _doubled_in_ledger()
    verdict.findings += _messages(given, verdict, at=at)
    proof = verify_ledger()
    if proof.bad is not None:
        verdict.verify = str(proof.bad)
        verdict.findings.append(Finding(what="verify", says=str(proof.bad)))
    return verdict


def _lost_requests(promises: Sequence[Promise], ids: dict[str, list[int]]) -> Iterator[Finding]:
    """An answered request is there exactly once; one never answered at most once."""
    for promise in promises:
        found = ids.get(f"Line {promise.key} is down", [])
        asked = promise.asked_at.timestamp()
        if promise.ref and (not found or int(promise.ref.rpartition("-")[2]) not in found):
            says = f"{promise.ref} was accepted and is not there"
            yield Finding(what="lost", says=says, at=asked)
        if len(found) > 1:
            says = f"{promise.key} was logged {len(found)} times: {found}"
            yield Finding(what="doubled", says=says, at=asked)
        for refusal in promise.refused:
            says = f"{promise.ref or promise.key} {refusal}"
            yield Finding(what="refused", says=says, at=asked)


def _steps(promises: Sequence[Promise], verdict: Verdict, *, at: datetime) -> Iterator[Finding]:
    """Every step that fell due was told or replaced, or its run ended first; nothing after it."""
    told: defaultdict[int, dict[tuple[str, int], tuple[Any, ...]]] = defaultdict(dict)
    for run, step, number, *rest in rows(TELLINGS):
        told[run][step, number] = tuple(rest)
    answered = {int(p.ref.rpartition("-")[2]): p for p in promises if p.acknowledged_at}
    for number, incident, path, priority, started_at, state, ended_at, strategy in rows(RUNS):
        if incident in answered and state in ("running", "exhausted"):
            says = f"incident {incident} was acknowledged and run {number} is {state}"
            yield Finding(what="unstopped", says=says, at=started_at.timestamp())
        run = escalation.RunState(started_at=started_at, priority=priority)
        plan = escalation.tellings(policies.get(strategy).strategy.paths[path], run)
        is_over = ended_at is not None and state != "exhausted"
        until = min(ended_at, at - GRACE) if is_over else at - GRACE
        for telling in plan:
            if telling.due_at < until:
                verdict.steps += 1
                if telling.key not in told[number] and is_over:
                    verdict.overtaken += 1
                elif telling.key not in told[number]:
                    says = f"{telling.step} {telling.round} of run {number} was due and nobody told"
                    yield Finding(what="untold", says=says, at=telling.due_at.timestamp())
        yield from _wrong_times(number, told[number], None if state == "exhausted" else ended_at)


def _wrong_times(
    run: int, told: dict[tuple[str, int], tuple[Any, ...]], ended_at: datetime | None
) -> Iterator[Finding]:
    for (step, number), (state, due_at, told_at, _) in told.items():
        if state != "told":
            continue
        if told_at < due_at - EARLY:
            says = f"{step} {number} of run {run} was told {due_at - told_at} before it was due"
            yield Finding(what="early", says=says, at=told_at.timestamp())
        if ended_at is not None and told_at > ended_at:
            says = f"{step} {number} of run {run} was told {told_at - ended_at} after its end"
            yield Finding(what="after_the_end", says=says, at=told_at.timestamp())


def _doubled_in_ledger() -> Iterator[Finding]:
    """No step is entered as told a second time."""
    seen: Counter[str] = Counter()
    for _, data in rows(ESCALATED):
        seen.update(
            change["of"]
            for change in json.loads(data)["changes"]
            if change.get("field") == "state" and change.get("new") == "told"
        )
    for name, times in seen.items():
        if times > 1:
            says = f"{name} is entered as told {times} times"
            yield Finding(what="doubled_in_ledger", says=says)


def _messages(
    given: Mapping[str, Sequence[Given]], verdict: Verdict, *, at: datetime
) -> Iterator[Finding]:
    """Every message reached its provider, or is dead with a reason; nothing reached it unasked."""
    taken = {provider: _taken(each) for provider, each in given.items()}
    known: defaultdict[str, set[str]] = defaultdict(set)
    written: set[tuple[str, int]] = set()
    for row in (Row(*values) for values in rows(MESSAGES, [list(PROVIDERS)])):
        known[row.provider].add(row.name)
        written.add((row.stream, row.recipient))
        verdict.messages += 1
        yield from _what_became_of(row, bool(taken[row.provider].get(row.name)), at=at)
    for provider, names in taken.items():
        for name, tries in names.items():
            yield from _judge_tries(provider, name, tries, name in known[provider], verdict)
    yield from _unwritten(written)


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the database has it."""

    number: int
    key: str
    stream: str
    recipient: int
    channel: str
    state: str
    error: str
    created_at: datetime
    provider_id: str
    receipt: str

    @property
    def provider(self) -> str:
        return PROVIDERS[self.channel]

    @property
    def name(self) -> str:
        """What the provider knows it by; a text only by the name that the provider gave it."""
        if self.channel == "sms":
            return self.provider_id
        return token(self.key) if self.channel == "email" else self.key


def _taken(given: Sequence[Given]) -> dict[str, list[Given]]:
    found: defaultdict[str, list[Given]] = defaultdict(list)
    for each in given:
        if each.taken:
            found[each.id.partition("@")[0]].append(each)
    return dict(found)


def _what_became_of(row: Row, arrived: bool, *, at: datetime) -> Iterator[Finding]:
    made = row.created_at.timestamp()
    says = ""
    if row.state == "sent" and not arrived:
        says = "is marked as sent and never arrived"
    elif row.state == "dead" and not row.error:
        says = "died without a word"
    elif row.state not in FINAL and row.created_at < at - GRACE:
        says = f"is {row.state}: {row.error[:200]}"
    if says:
        said = f"message {row.number} ({row.key}) {says}"
        yield Finding(what="message_lost", says=said, at=made)
    late = row.created_at < at - OUTAGE
    if row.channel == "sms" and row.state == "sent" and late and row.receipt != "delivered":
        said = f"message {row.number} ({row.key}) was delivered and its receipt is {row.receipt}"
        yield Finding(what="receipt", says=said, at=made)


def _judge_tries(
    provider: str, name: str, tries: Sequence[Given], is_known: bool, verdict: Verdict
) -> Iterator[Finding]:
    """Note what was given again. A text is known only by its last try; the others are repeats."""
    first = tries[0]
    if provider == "text" and not is_known:
        until = first.at + OUTAGE.total_seconds()
        verdict.repeated.append(Repeated(provider=provider, name=name, first=first, until=until))
    elif not is_known:
        yield Finding(what="unasked", says=f"{name} arrived and nobody queued it", at=first.at)
    for before, again in pairwise(tries):
        verdict.repeated.append(
            Repeated(provider=provider, name=name, first=before, until=again.at)
        )


def _unwritten(written: Iterable[tuple[str, int]]) -> Iterator[Finding]:
    """Whoever a step is recorded to have told has a message about it."""
    runs = {number: incident for number, incident, *_ in rows(RUNS)}
    written = set(written)
    for run, step, number, state, due_at, _, told in rows(TELLINGS):
        for one in json.loads(told) if state == "told" else ():
            if one.get("person") and (f"incident:{runs[run]}", one["person"]) not in written:
                says = f"{step} {number} of run {run} told {one['person']} and wrote nothing"
                yield Finding(what="message_lost", says=says, at=due_at.timestamp())
