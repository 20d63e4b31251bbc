"""Carries faults out, each lane one after another, and notes when each struck."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.chaos.plan import WORKERS, Fault
from musterpoint.interfaces.console.chaos.proxy import AFTER, BEFORE, MIDWAY, Strike
from musterpoint.interfaces.console.chaos.stage import PATIENCE, Stage
from musterpoint.interfaces.console.fakes import orders

MOMENT = 8.0
HOUR = 3600
SKEWED_SECONDS = 2.5
FULL_SECONDS = 0.8
ROOM = 64 * 1024
UP_SECONDS = 60.0
COMES = 30.0
RETRY_AFTER = 4
REFUSALS = ("451 try again later", "421 closing down", "450 mailbox busy, too many messages")
WHEN = {"before": BEFORE, "after": AFTER, "midway": MIDWAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A fault that was carried out: when, at which table's commit, and when it was mended."""

    fault: Fault
    at: float
    mended_at: float
    where: str = ""


def inflict(stage: Stage, fault: Fault) -> Struck:
    """Carry one fault out and mend what the harness itself broke."""
    time.sleep(fault.pause)
    kind = fault.kind.name
    if fault.kind.lane in {"worker", "web"} and not kind.startswith("clock"):
        return _strike(stage, fault)
    acts: dict[str, Callable[[Stage, Fault], float]] = {
        "clock_an_hour_ahead": lambda stage, fault: _skew(stage, fault, HOUR),
        "clock_an_hour_behind": lambda stage, fault: _skew(stage, fault, -HOUR),
        "postgres_killed": _kill_postgres,
        "disk_full": _fill_the_disk,
    }
    at = acts.get(kind, _provider)(stage, fault)
    return Struck(fault=fault, at=at, mended_at=clock.now().timestamp())


def _strike(stage: Stage, fault: Fault) -> Struck:
    """Strike a process at a commit of its own; where none comes, strike it as it is."""
    door = stage.proxy.doors[fault.target]
    when = next(how for word, how in WHEN.items() if word in fault.kind.name)
    strike = Strike(when=when, kills="killed" in fault.kind.name, skip=fault.skip)
    if not stage.proxy.wait_for(door, strike, seconds=MOMENT):
        strike.at, strike.table = clock.now().timestamp(), "(no commit came)"
        if strike.kills:
            with contextlib.suppress(ProcessLookupError):
                os.kill(door.pid, signal.SIGKILL)
        stage.proxy.cut(door)
    commits = door.commits
    if fault.kind.lane == "web":
        stage.wait_for_web(fault.target)
    else:
        _wait(lambda: door.commits > commits)
    mended_at = clock.now().timestamp()
    return Struck(fault=fault, at=strike.at, mended_at=mended_at, where=strike.table)


def _skew(stage: Stage, fault: Fault, seconds: int) -> float:
    file = stage.skew(fault.target)
    at = clock.now().timestamp()
    file.write_text(str(seconds))
    time.sleep(SKEWED_SECONDS)
    file.unlink()
    return at


def _kill_postgres(stage: Stage, _fault: Fault) -> float:
    at = stage.postgres.kill()
    stage.postgres.ensure()
    _wait_for_work(stage)
    return at


def _fill_the_disk(stage: Stage, fault: Fault) -> float:
    room = random.Random(fault.number).choice([ROOM, 4 * ROOM, 32 * ROOM])  # noqa: S311  # again the same
    with stage.postgres.full_disk(room=room) as at:
        time.sleep(FULL_SECONDS)
    stage.postgres.ensure()
    _wait_for_work(stage)
    return at


def _provider(stage: Stage, fault: Fault) -> float:
    """Order a provider to treat its next message so, and wait until one came."""
    provider = stage.providers[fault.kind.lane]
    kind = fault.kind.name.partition("_")[2]
    ways: dict[str, dict[str, Any]] = {
        "refused_for_now": {
            "does": orders.REFUSE,
            "says": REFUSALS[fault.number % len(REFUSALS)],
        },
        "answered_500": {"does": orders.REFUSE, "says": "500"},
        "answered_429": {"does": orders.REFUSE, "says": f"429 {RETRY_AFTER}"},
        "answer_lost": {"does": orders.LOSE_THE_ANSWER},
        "receipts_jumbled": {"does": orders.TAKE, "says": orders.JUMBLE},
        "hung_up": {"does": orders.HANG_UP},
        "slow": {"does": orders.DAWDLE, "seconds": PATIENCE + 2},
    }
    at = clock.now().timestamp()
    provider.order(**ways[kind], count=1, fault=fault.number)
    _wait(lambda: any(each.fault == fault.number for each in provider.given()), seconds=COMES)
    return next((each.at for each in provider.given() if each.fault == fault.number), at)


def _wait_for_work(stage: Stage) -> None:
    """Wait until some worker writes again."""
    doors = [stage.proxy.doors[name] for name in WORKERS]
    commits = sum(door.commits for door in doors)
    _wait(lambda: sum(door.commits for door in doors) > commits)


def _wait(done: Callable[[], bool], *, seconds: float = UP_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.05)
