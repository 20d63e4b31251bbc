"""Two web and two worker processes side by side under load; one of each is killed and stays away.

Pages and the API must go on answering by the other, and people be told in time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from musterpoint.apps.accounts import queries as accounts
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.load import Load, cookie_of
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.interfaces.console.chaos import plan
from musterpoint.interfaces.console.chaos.people import add_people
from musterpoint.interfaces.console.chaos.stage import stage
from musterpoint.interfaces.console.chaos.verdict import judge
from musterpoint.interfaces.console.chaos.watch import Watch
from musterpoint.interfaces.console.chaos.workload import Workload

BOTH, ALONE, AGAIN = 15.0, 15.0, 10.0
PER_SECOND = 20.0
REST = 90.0
RECEIPTS = 4.0
LATE = """
SELECT extract(epoch FROM told_at - due_at)::float FROM escalation_telling
WHERE state = 'told' AND due_at >= to_timestamp(%s) AND due_at < to_timestamp(%s)
"""


def run(*, seed: int) -> dict[str, Any]:
    """Let both work, then one of each alone, then both again; return what was felt."""
    with stage() as here:
        person, secret = add_people(hooks=here.hooks)
        here.start()
        ports = list(here.ports.values())
        work = Workload(ports=ports, token=secret, seed=seed)
        watch = Watch(here.postgres)
        pages = Load(
            ports=ports,
            paths=["/"],
            cookie=cookie_of(accounts.active([person])[person]),
            per_second=PER_SECOND,
        )
        work.start()
        began = clock.now().timestamp()
        time.sleep(BOTH)
        alone = clock.now().timestamp()
        killed = [plan.WEBS[0], plan.WORKERS[0]]
        for name in killed:
            here.kill(name)
        time.sleep(ALONE)
        back = clock.now().timestamp()
        for name in killed:
            here.let(name)
        time.sleep(AGAIN)
        ended = clock.now().timestamp()
        work.stop()
        asked = pages.end()
        left = watch.settle(seconds=REST)
        watch.end()
        time.sleep(RECEIPTS)
        given = {name: provider.given() for name, provider in here.providers.items()}
        verdict = judge(work.promises, given, at=clock.now())
        late = {
            "both": _spread(_late(began, alone)),
            "one_of_each": _spread(_late(alone, back)),
            "both_again": _spread(_late(back, ended)),
        }
    return {
        "seed": seed,
        "pages": asked,
        "accepted": sum(bool(promise.ref) for promise in work.promises),
        "requests_asked_again": dict(work.unanswered),
        "told_late": late,
        "pending_after_rest": len(left),
        "verify": verdict.verify,
        "findings": [{"what": each.what, "says": each.says} for each in verdict.findings],
    }


def _late(since: float, until: float) -> list[float]:
    return [seconds for (seconds,) in rows(LATE, [since, until])]


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "steps": len(values),
        "p50_s": round(percentile(values, 0.5), 3),
        "p99_s": round(percentile(values, 0.99), 3),
        "max_s": round(max(values, default=0.0), 3),
    }
