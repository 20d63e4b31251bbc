"""A whole run: waves of faults under load, a rest after each, and what was promised at the end."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import connection

from musterpoint.apps.notifications.channels.email.wording import token
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.interfaces.console.chaos import plan, skewed
from musterpoint.interfaces.console.chaos.inflict import Struck, inflict
from musterpoint.interfaces.console.chaos.people import add_people
from musterpoint.interfaces.console.chaos.plan import Fault
from musterpoint.interfaces.console.chaos.stage import Stage, stage
from musterpoint.interfaces.console.chaos.verdict import Finding, Verdict, judge
from musterpoint.interfaces.console.chaos.watch import Item, Watch
from musterpoint.interfaces.console.chaos.workload import Workload
from musterpoint.interfaces.console.fakes.provider import Given

IN_A_WAVE = 80
REST = 90.0
WARM_UP = 2.0
SHORTLY = 1.0


Says = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Course:
    """What happened in a run."""

    faults: Sequence[Fault]
    struck: list[Struck] = field(default_factory=list)
    silent: list[Finding] = field(default_factory=list)
    recovered: dict[int, float] = field(default_factory=dict)


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
        _, secret = add_people()
        here.start()
        course = Course(faults=chosen)
        ports = [here.kept[name].port for name in plan.WEBS]
        load = Workload(ports=ports, token=secret, seed=seed)
        watch = Watch(here.postgres)
        try:
            _waves(here, course, load, watch, says)
        finally:
            load.stop()
            watch.end()
        at = clock.now()
        verdict = judge(load.promises, here.mail.given(), at=at)
        verdict.findings += course.silent
        given = here.mail.given()
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
    """Note how long each was felt: by its own mail, by requests, or by whatever was pending."""
    given = here.mail.given()
    without = _hit(given)
    for one in struck:
        lane = one.fault.kind.lane
        if lane == "mail":
            felt = _until_taken(one, given)
        elif lane == "web":
            felt = min((at for at in load.good_at if at > one.at), default=one.mended_at) - one.at
        else:
            felt = max(one.mended_at - one.at, watch.recovered(one.at, without=without))
        if felt is not None:
            course.recovered[one.fault.number] = felt


def _hit(given: Sequence[Given]) -> frozenset[Item]:
    """Return the messages that waited because of the mail server, not of anything else."""
    found = rows("SELECT key, id::text FROM notifications_message WHERE channel = 'email'")
    by_name = {token(key): number for key, number in found}
    names = {each.id.partition("@")[0] for each in given if each.fault}
    return frozenset(("message", by_name[name]) for name in names & by_name.keys())


def _until_taken(one: Struck, given: Sequence[Given]) -> float | None:
    """Return how long until the mail that was hit came again; None when it was superseded."""
    hit = next((each for each in given if each.fault == one.fault.number), None)
    if hit is None:
        return None
    return next(
        (each.at - hit.at for each in given if each.id == hit.id and each.at > hit.at), None
    )


def _said(
    course: Course, verdict: Verdict, load: Workload, given: Sequence[Given]
) -> dict[str, Any]:
    doubles, unexplained = _duplicates(course, verdict)
    verdict.findings += unexplained
    accepted = [promise for promise in load.promises if promise.ref]
    return {
        "by_kind": _by_kind(course),
        "accepted": len(accepted),
        "acknowledged": sum(promise.acknowledged_at is not None for promise in accepted),
        "requests_sent": sum(promise.sent for promise in load.promises),
        "requests_unanswered": load.unanswered,
        "steps": verdict.steps,
        "steps_untold": verdict.count("untold"),
        "lost": verdict.count("lost"),
        "doubled_in_ledger": verdict.count("doubled_in_ledger"),
        "messages": verdict.messages,
        "messages_lost": verdict.count("message_lost"),
        "mails_given": len(given),
        "duplicates_at_provider": dict(doubles),
        "verify": verdict.verify,
        "findings": [_as_json(finding, course) for finding in verdict.findings],
    }


def _by_kind(course: Course) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in plan.KINDS:
        of = [one for one in course.struck if one.fault.kind is kind]
        if of:
            numbers = [one.fault.number for one in of]
            felt = [course.recovered[n] for n in numbers if n in course.recovered]
            at = Counter(one.where for one in of if one.where)
            found[kind.name] = {
                "injected": len(of),
                "recovered_s": {
                    "p50": round(percentile(felt, 0.5), 2),
                    "p99": round(percentile(felt, 0.99), 2),
                    "max": round(max(felt, default=0.0), 2),
                },
                **({"at": dict(at.most_common())} if at else {}),
            }
    return found


def _duplicates(course: Course, verdict: Verdict) -> tuple[Counter[str], list[Finding]]:
    """Count what the mail server was given again, by the fault that explains it."""
    counted: Counter[str] = Counter()
    unexplained: list[Finding] = []
    for name, taken in verdict.repeated.items():
        for first, again in pairwise(taken):
            kind = _explains(course, first, again)
            counted[kind or "unexplained"] += 1
            if kind is None:
                says = f"{name} was given again after {again.at - first.at:.1f} s for no reason"
                unexplained.append(Finding(what="doubled_at_provider", says=says, at=first.at))
    return counted, unexplained


def _explains(course: Course, first: Given, again: Given) -> str | None:
    """Return the kind of fault that lost the answer to the first, or None."""
    for one in course.struck:
        if one.fault.number == first.fault and one.fault.kind.doubles:
            return one.fault.kind.name
    between = [
        one
        for one in course.struck
        if one.fault.kind.doubles
        and one.fault.kind.lane != "mail"
        and one.at >= first.at - SHORTLY
        and one.at <= again.at
    ]
    return min(between, key=lambda one: abs(one.at - first.at)).fault.kind.name if between else None


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
