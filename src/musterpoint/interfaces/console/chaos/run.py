"""A whole run: waves of faults under load, a rest after each, and what was promised at the end."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.interfaces.console.chaos import plan, skewed
from musterpoint.interfaces.console.chaos.inflict import Struck, inflict
from musterpoint.interfaces.console.chaos.people import add_people
from musterpoint.interfaces.console.chaos.plan import Fault
from musterpoint.interfaces.console.chaos.stage import Stage, stage
from musterpoint.interfaces.console.chaos.verdict import Finding, Repeated, Verdict, judge
from musterpoint.interfaces.console.chaos.watch import Watch
from musterpoint.interfaces.console.chaos.workload import Workload
from musterpoint.interfaces.console.fakes.provider import Given

IN_A_WAVE = 80
REST = 90.0
WARM_UP = 2.0
RECEIPTS = 4.0
SHORTLY = 1.0


TRIED_AGAIN = "SELECT DISTINCT message_id::text FROM notifications_attempt WHERE NOT delivered"

Says = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Course:
    """What happened in a run."""

    faults: Sequence[Fault]
    struck: list[Struck] = field(default_factory=list)
    silent: list[Finding] = field(default_factory=list)
    recovered: dict[int, float] = field(default_factory=dict)
    cleared: dict[int, float] = field(default_factory=dict)


def run(
    *,
    faults: int,
    seed: int,
    only: int | None = None,
    says: Says = lambda _: None,
    harness: str = skewed.__name__,
) -> dict[str, Any]:
    """Inflict ``faults`` (or one of them alone) and return what became of all promises."""
    began = time.monotonic()
    laid_out = plan.lay_out(seed=seed, count=faults)
    chosen = [fault for fault in laid_out if only in (None, fault.number)]
    with stage(harness=harness) as here:
        _, secret = add_people(hooks=here.hooks)
        here.start()
        course = Course(faults=chosen)
        ports = list(here.ports.values())
        load = Workload(ports=ports, token=secret, seed=seed)
        watch = Watch(here.postgres)
        try:
            _waves(here, course, load, watch, says)
        finally:
            load.stop()
            watch.end()
        time.sleep(RECEIPTS)
        given = {name: provider.given() for name, provider in here.providers.items()}
        verdict = judge(load.promises, given, at=clock.now())
        verdict.findings += course.silent
        said = _said(course, verdict, load, given)
        tables = dict(here.proxy.tables.most_common())
    return {
        "seed": seed,
        "faults": len(course.struck),
        **said,
        "commits_by_table": tables,
        "seconds": round(time.monotonic() - began, 1),
    }


def _waves(here: Stage, course: Course, load: Workload, watch: Watch, says: Says) -> None:
    for first in range(0, len(course.faults), IN_A_WAVE):
        wave = course.faults[first : first + IN_A_WAVE]
        load.start()
        time.sleep(WARM_UP)
        struck = _wave(here, wave)
        load.stop()
        load.answer_all()
        _settle(here, course, watch, wave)
        _note_recovery(here, course, load, watch, struck)
        course.struck += struck
        says(f"{len(course.struck)} of {len(course.faults)} faults, {len(load.promises)} incidents")


def _wave(here: Stage, wave: Sequence[Fault]) -> list[Struck]:
    """Let the lanes run side by side, and the faults of each lane one after another."""
    lanes: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in wave:
        lanes[fault.lane].append(fault)
    struck: list[Struck] = []

    def follow(faults: list[Fault]) -> None:
        struck.extend(inflict(here, fault) for fault in faults)

    threads = [threading.Thread(target=follow, args=[faults]) for faults in lanes.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return struck


def _settle(here: Stage, course: Course, watch: Watch, wave: Sequence[Fault]) -> None:
    """Wait until nothing that was due or queued is left; what still is was forgotten."""
    here.postgres.ensure()
    connection.close()  # it may have been cut with all others
    for kind, number in sorted(watch.settle(seconds=REST)):
        says = f"{kind} {number} is pending {REST:g} s after faults up to {wave[-1].number}"
        since = watch.first.get((kind, number), 0.0)
        course.silent.append(Finding(what="silent", says=says, at=since))


def _note_recovery(
    here: Stage, course: Course, load: Workload, watch: Watch, struck: Sequence[Struck]
) -> None:
    """Note when what was hit worked again, and when all that was pending at that time was done."""
    given = {name: provider.given() for name, provider in here.providers.items()}
    without = frozenset(("message", number) for (number,) in rows(TRIED_AGAIN))
    for one in struck:
        lane = one.fault.kind.lane
        if lane in plan.PROVIDERS:
            felt = _until_taken(one, given[lane])
        elif lane == "web":
            felt = min((at for at in load.good_at if at > one.at), default=one.mended_at) - one.at
        else:
            felt = one.mended_at - one.at
            course.cleared[one.fault.number] = max(felt, watch.recovered(one.at, without=without))
        if felt is not None:
            course.recovered[one.fault.number] = felt


def _until_taken(one: Struck, given: Sequence[Given]) -> float | None:
    """Return how long until what was hit came again; None when it needed not or was superseded."""
    hit = next((each for each in given if each.fault == one.fault.number), None)
    if hit is None or hit.same == "":
        return None
    again = (each.at for each in given if each.same == hit.same and each.at > hit.at)
    return next((at - hit.at for at in again), None)


def _said(
    course: Course, verdict: Verdict, load: Workload, given: Mapping[str, Sequence[Given]]
) -> dict[str, Any]:
    doubles, recognised, unexplained = _duplicates(course, verdict)
    verdict.findings += unexplained
    accepted = [promise for promise in load.promises if promise.ref]
    return {
        "by_kind": _by_kind(course),
        "accepted": len(accepted),
        "acknowledged": sum(promise.acknowledged_at is not None for promise in accepted),
        "requests_sent": sum(promise.sent for promise in load.promises),
        "requests_unanswered": dict(load.unanswered),
        "steps": verdict.steps,
        "steps_untold": verdict.count("untold"),
        "steps_answered_first": verdict.overtaken,
        "lost": verdict.count("lost"),
        "doubled_in_ledger": verdict.count("doubled_in_ledger"),
        "messages": verdict.messages,
        "messages_lost": verdict.count("message_lost"),
        "given": {name: len(each) for name, each in given.items()},
        "duplicates_at_provider": dict(doubles),
        "repeats_known_by_key": dict(recognised),
        "verify": verdict.verify,
        "findings": [_as_json(finding, course) for finding in verdict.findings],
    }


def _by_kind(course: Course) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in plan.KINDS:
        of = [one for one in course.struck if one.fault.kind is kind]
        if of:
            at = Counter(one.where for one in of if one.where)
            numbers = [one.fault.number for one in of]
            cleared = _spread(numbers, course.cleared)
            found[kind.name] = {
                "injected": len(of),
                "recovered_s": _spread(numbers, course.recovered),
                **({"cleared_s": cleared} if cleared["max"] else {}),
                **({"at": dict(at.most_common())} if at else {}),
            }
    return found


def _spread(numbers: Sequence[int], seconds: Mapping[int, float]) -> dict[str, float]:
    known = [seconds[number] for number in numbers if number in seconds]
    return {
        "p50": round(percentile(known, 0.5), 2),
        "p99": round(percentile(known, 0.99), 2),
        "max": round(max(known, default=0.0), 2),
    }


def _duplicates(
    course: Course, verdict: Verdict
) -> tuple[Counter[str], Counter[str], list[Finding]]:
    """Count what was given again by the fault that explains it; a webhook knows its key again."""
    doubled: Counter[str] = Counter()
    recognised: Counter[str] = Counter()
    unexplained: list[Finding] = []
    for each in verdict.repeated:
        kind = _explains(course, each)
        counted = recognised if each.provider == "hook" else doubled
        counted[kind or "unexplained"] += 1
        if kind is None:
            says = f"{each.name} was given to {each.provider} again for no reason"
            unexplained.append(Finding(what="doubled_at_provider", says=says, at=each.first.at))
    return doubled, recognised, unexplained


def _explains(course: Course, each: Repeated) -> str | None:
    """Return the kind of fault that lost the answer to the first, or None."""
    for one in course.struck:
        if one.fault.number == each.first.fault and one.fault.kind.doubles:
            return one.fault.kind.name
    between = [
        one
        for one in course.struck
        if one.fault.kind.doubles
        and one.fault.kind.lane not in plan.PROVIDERS
        and each.first.at - SHORTLY <= one.at <= each.until
    ]
    nearest = min(between, key=lambda one: abs(one.at - each.first.at), default=None)
    return nearest.fault.kind.name if nearest else None


def _as_json(finding: Finding, course: Course) -> dict[str, Any]:
    near = _nearest(course.struck, finding.at)
    return {
        "what": finding.what,
        "says": finding.says,
        "fault": near.fault.number if near else None,
        "kind": near.fault.kind.name if near else None,
    }


def _nearest(struck: Sequence[Struck], at: float) -> Struck | None:
    if not at:
        return None
    return min(struck, key=lambda one: abs(one.at - at), default=None)
