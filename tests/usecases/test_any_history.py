"""Whatever people do in whatever order: rows equal the ledger, clocks their events, timers both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musterpoint.apps.incidents.models import Clock, Incident, Obligation
from musterpoint.apps.incidents.operations.clock_events import reckoned
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor
from musterpoint.domain.obligations import BINDING
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.declare_major import declare_major, stand_down
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, assert_ledger_adds_up, at, fold, fresh, log
from tests.running import run_due
from tests.usecases.everything import armed
from tests.usecases.handling import Handling

STARTS = (
    datetime(2026, 3, 10, 12, tzinfo=UTC),
    datetime(2026, 3, 27, 17, 50, tzinfo=UTC),  # Friday evening before the clocks go forward
    datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
    datetime(2026, 4, 2, 16, 30, tzinfo=UTC),  # the last working hour before Easter
    datetime(2026, 10, 23, 16, 55, tzinfo=UTC),  # Friday evening before the clocks go back
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
)
IMPACTS = st.sampled_from(["I1", "I2", "I3", "I4"])
URGENCIES = st.sampled_from(["U1", "U2", "U3", "U4"])
REASONS = st.sampled_from(["waiting_for_supplier", "agreed_with_client"])
WAITS = st.one_of(st.just(0), st.integers(1, 45), st.integers(46, 60 * 72))
BACK = st.integers(0, 60 * 30)

Step = Callable[["History", float], None]


def step(
    name: str, **drawn: st.SearchStrategy[Any]
) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.tuples(st.just(name), st.fixed_dictionaries(drawn))


STEPS = st.one_of(
    step("acknowledge"),
    step("acknowledge"),
    step("begin"),
    step("assess", impact=IMPACTS, urgency=URGENCIES),
    step("assess", category=st.sampled_from(["", "tel_total", "data_small", "safeguard"])),
    step("assess", override_priority=st.sampled_from(["P1", "P4"]), reason=st.just("By hand")),
    step("hold", reason=REASONS),
    step("resume"),
    step("update"),
    step("resolve", back=st.one_of(st.none(), BACK)),
    step("close"),
    step("reopen"),
    step("began", back=st.one_of(st.none(), BACK)),
    step("correct", facts=st.fixed_dictionaries({"life_safety": st.sampled_from([True, None])})),
    step("declare"),
    step("stand_down"),
    step("withdraw"),
    step("undo"),
    step("work"),
)  # fmt: skip


class History(Handling):
    """A handling that also does what other use cases do to clocks, and the worker's part."""

    def resolve_back(self, minutes: float, back: int | None) -> None:
        self.resolve(minutes, restored_at=None if back is None else at(minutes - back))

    def began(self, minutes: float, back: int | None) -> None:
        self.correct(minutes, {"began_at": None if back is None else at(minutes - back)})

    def declare(self, minutes: float) -> None:
        declare_major(**self._call(minutes, {"criteria": ["two_sites"]}))

    def stand_down(self, minutes: float) -> None:
        confirmed = ["reason_recorded", "stable", "actions_owned", "welfare_plan", "review_date"]
        stand_down(**self._call(minutes, {"reason": "Stable", "confirmed": confirmed}))

    def withdraw(self, minutes: float) -> None:
        retype_incident(**self._call(minutes, {"verdict": "enquiry", "reason": "Only asked"}))

    def undo(self, minutes: float) -> None:
        undo_withdrawal(**self._call(minutes, {"reason": "It is one"}))

    def work(self, minutes: float) -> None:
        run_due(at(minutes))


@pytest.mark.slow
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    start=st.sampled_from(STARTS),
    steps=st.lists(st.tuples(WAITS, STEPS), min_size=8, max_size=25),
)
def test_rows_clocks_and_timers_are_what_the_ledger_adds_up_to(
    strategy: Version,
    manager: Actor,
    start: datetime,
    steps: list[tuple[int, tuple[str, dict[str, Any]]]],
) -> None:
    Timer.objects.filter(fired_at=None, cancelled_at=None).update(cancelled_at=NOON)
    minutes = (start - NOON) / timedelta(minutes=1)
    incident = log(by=manager, minutes=minutes, impact="I2", urgency="U3")
    history = History(incident=incident, by=manager)

    for wait, (name, said) in steps:
        minutes += wait
        _do(history, name, minutes, said)
        _assert_timers_fit(incident)

    assert verify_ledger(stream=incident.stream).bad is None
    run_due(at(minutes))
    assert verify_ledger(stream=incident.stream).bad is None
    assert_ledger_adds_up(incident)
    _assert_clocks_add_up(incident, strategy.strategy, at(minutes))


def _do(history: History, name: str, minutes: float, said: dict[str, Any]) -> None:
    name = "resolve_back" if name == "resolve" else name
    before = fresh(history.incident).version
    try:
        getattr(history, name)(minutes, **said)
    except Refusal:  # not everything is possible at every moment; nothing else may be raised
        assert fresh(history.incident).version == before


def _assert_timers_fit(incident: Incident) -> None:
    """Every counting clock has its next mark armed, and no other clock has one."""
    clocks = {
        f"{c.incident_id}:{c.kind}:{c.cycle}": c for c in Clock.objects.filter(incident=incident)
    }
    marks = {key for key in armed(TimerKind.CLOCK_MARK) if key.startswith(f"{incident.pk}:")}
    running = {key for key, clock in clocks.items() if clock.state == "running"}
    breached = {key for key, clock in clocks.items() if clock.state == "breached"}

    assert running <= marks
    assert marks <= running | breached
    dues = [(c.due_at, c.kind) for key, c in clocks.items() if key in running | breached]
    row = fresh(incident)
    owed = Obligation.objects.filter(incident=incident, state="open", due_at__isnull=False)
    dues += [(one.due_at, "duty") for one in owed if one.strength in BINDING]
    if row.status not in ("closed", "withdrawn"):
        waits = any((one.marked or 0) < 100 for one in owed)
        assert not waits or str(incident.pk) in armed(TimerKind.DUTY_MARK)
    soonest = min((due for due in dues if due[0] is not None), default=(None, ""))
    assert (row.next_due_at, row.next_due_kind) == soonest


def _assert_clocks_add_up(incident: Incident, strategy: Strategy, when: datetime) -> None:
    """Each clock's row is what its events in the ledger come to."""
    parts = fold(incident)
    for clock in Clock.objects.filter(incident=incident):
        events = parts[f"clock:{clock.kind}:{clock.cycle}"]["events"]
        now = reckoned(events, strategy=strategy, at=when)
        is_open = fresh(incident).status not in ("resolved", "closed", "withdrawn")
        told = is_open or now.is_stopped
        assert clock.events == events
        assert (clock.started_at, clock.due_at, clock.target) == (
            now.started_at,
            now.due_at,
            now.target,
        )
        assert (clock.calendar, clock.met_at) == (now.course.calendar.name, now.met_at)
        assert not told or (clock.state, clock.breached_at) == (now.state, now.breached_at)
