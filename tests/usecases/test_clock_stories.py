"""Clocks through whole stories: other targets, other hours, breaches that nobody may lose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from tests.factories import NOON, assert_ledger_adds_up, at, default_text, kinds, log, publish
from tests.running import run_due
from tests.usecases.everything import armed
from tests.usecases.handling import Handling

FRIDAY = datetime(2026, 3, 27, 17, 30, tzinfo=UTC)
"""Half an hour before the week ends; on Sunday the clocks go forward."""


@pytest.fixture
def incident_of(strategy: Version, agent: Actor, manager: Actor) -> Callable[..., Handling]:
    """Log an incident with these facts, for the manager to handle."""
    return lambda **facts: handled(agent, manager, **facts)


def minute(moment: datetime) -> float:
    """Return an instant as minutes after noon."""
    return (moment - NOON) / timedelta(minutes=1)


def handled(agent: Actor, manager: Actor, *, minutes: float = 0, **facts: Any) -> Handling:
    return Handling(incident=log(by=agent, minutes=minutes, **facts), by=manager)


def dues(handling: Handling) -> dict[str, datetime | None]:
    return {name: handling.clock(*_parts(name)).due_at for name in handling.states()}


def _parts(name: str) -> tuple[str, int]:
    kind, cycle = name.split(":")
    return kind, int(cycle)


def marks(incident: Incident) -> dict[str, datetime]:
    """Return the armed marks by clock: when the next one falls due."""
    prefix = f"{incident.pk}:"
    rows = armed(TimerKind.CLOCK_MARK)
    return {key.removeprefix(prefix): due for key, (due, _) in rows.items()}


def late() -> list[str]:
    """Return what was told to be late by e-mail, in order."""
    rows = Message.objects.filter(purpose="clock", channel="email").order_by("id")
    return [row.subject.split(" – ")[1] for row in rows]


def test_a_rise_on_friday_evening_takes_the_clocks_into_the_night_and_a_fall_back_out(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(minutes=minute(FRIDAY), impact="I2", urgency="U3")
    # In working hours; from Sunday on London is an hour ahead of UTC.
    assert dues(handling) == {
        "acknowledge:1": datetime(2026, 3, 30, 7, 30, tzinfo=UTC),
        "first_update:1": datetime(2026, 3, 30, 10, 30, tzinfo=UTC),
        "restore:1": datetime(2026, 4, 1, 10, 30, tzinfo=UTC),
    }

    handling.assess(minute(FRIDAY) + 10, impact="I1", urgency="U1", reason="All sites")
    assert dues(handling) == {
        "acknowledge:1": FRIDAY + timedelta(minutes=5),
        "first_update:1": FRIDAY + timedelta(minutes=15),
        "restore:1": FRIDAY + timedelta(hours=4),
    }
    assert handling.states()["acknowledge:1"] == "breached"
    assert marks(handling.incident) == {
        "acknowledge:1": FRIDAY + timedelta(minutes=10),
        "first_update:1": FRIDAY + timedelta(minutes=11.25),
        "restore:1": FRIDAY + timedelta(hours=2),
    }

    handling.assess(minute(FRIDAY) + 20, impact="I2", urgency="U3", reason="One queue only")
    assert handling.states()["acknowledge:1"] == "running"
    assert dues(handling)["restore:1"] == datetime(2026, 4, 1, 10, 30, tzinfo=UTC)
    retargeted = handling.clock("restore").events[1:]
    assert [(e["kind"], e["target"], e["calendar"], e["reason"]) for e in retargeted] == [
        ("retargeted", 4 * 3600, "always", "All sites"),
        ("retargeted", 24 * 3600, "business", "One queue only"),
    ]
    assert_ledger_adds_up(handling.incident)


def test_clocks_come_and_go_with_the_priority(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I4", urgency="U4")
    assert handling.states() == {"acknowledge:1": "running", "restore:1": "running"}

    handling.assess(10, impact="I1", urgency="U1")
    assert handling.clock("first_update").due_at == at(25)
    handling.assess(20, impact="I4", urgency="U4")
    assert handling.states()["first_update:1"] == "cancelled"
    handling.assess(30, impact="I1", urgency="U1")
    assert handling.clock("first_update").due_at == at(45)
    handling.update(40)
    handling.assess(50, impact="I2", urgency="U4")
    handling.assess(60, impact="I1", urgency="U1")

    assert handling.states() == {
        "acknowledge:1": "breached",
        "first_update:1": "cancelled",
        "first_update:2": "met",
        "restore:1": "running",
        "update:1": "cancelled",
        "update:2": "running",
    }
    assert handling.clock("update").due_at == at(90)
    assert_ledger_adds_up(handling.incident)


def test_nobody_owes_a_second_acknowledgement(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I4", urgency="U4")
    handling.acknowledge(5)

    handling.assess(10, impact="I1", urgency="U1")

    acknowledge = handling.clock("acknowledge")
    assert (acknowledge.cycle, acknowledge.state, acknowledge.due_at) == (
        1,
        "met",
        datetime(2026, 3, 11, 10, tzinfo=UTC),
    )


def test_what_was_answered_without_a_clock_gets_none_with_a_graver_priority(
    agent: Actor, manager: Actor
) -> None:
    publish(default_text().replace("    acknowledge: 8 h\n", ""))
    answered, unanswered = (
        handled(agent, manager, impact="I4", urgency="U4") for _ in ("first", "second")
    )
    assert answered.states() == {"restore:1": "running"}
    answered.acknowledge(5)

    for each in (answered, unanswered):
        each.assess(10, impact="I1", urgency="U1")

    assert "acknowledge:1" not in answered.states()
    assert unanswered.clock("acknowledge").due_at == at(15)


@pytest.mark.parametrize(
    ("noon", "held", "due"),
    [
        (datetime(2026, 3, 27, 12, tzinfo=UTC), 63, datetime(2026, 3, 31, 17, tzinfo=UTC)),
        (datetime(2026, 10, 23, 11, tzinfo=UTC), 65, datetime(2026, 10, 27, 18, tzinfo=UTC)),
    ],
)
def test_a_hold_over_a_clock_change_moves_the_deadline_by_the_working_time_held(
    incident_of: Callable[..., Handling], noon: datetime, held: int, due: datetime
) -> None:
    """Held from Friday 17:00 to Monday 09:00 in London: two working hours on both weekends."""
    handling = incident_of(minutes=minute(noon), impact="I2", urgency="U3")
    handling.acknowledge(minute(noon) + 1)
    assert handling.clock("restore").due_at == due - timedelta(hours=2)

    handling.hold(minute(noon) + 5 * 60)
    handling.resume(minute(noon) + (5 + held) * 60)

    assert handling.clock("restore").due_at == due
    assert handling.clock("acknowledge").state == "met"
    assert_ledger_adds_up(handling.incident)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 3, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),
    ],
)
def test_round_the_clock_four_hours_are_four_hours_on_both_nights(
    incident_of: Callable[..., Handling], start: datetime, due: datetime
) -> None:
    handling = incident_of(minutes=minute(start), impact="I1", urgency="U1")

    assert handling.clock("restore").due_at == due


def test_a_breach_before_the_log_is_told_and_told_once(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I1", urgency="U1", began_at=at(-600))

    run_due(at(0))
    run_due(at(1))

    assert late() == ["the restoration is late"]
    assert kinds(handling.incident).count("clock_breached") == 1
    assert set(marks(handling.incident)) == {"acknowledge:1", "first_update:1"}


def test_a_breach_is_told_although_people_act_before_the_worker_does(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I1", urgency="U1")
    handling.acknowledge(1)

    handling.hold(241)
    handling.resume(242)
    handling.correct(243, {"began_at": at(-1)})
    run_due(at(244))
    run_due(at(300))

    assert late().count("the restoration is late") == 1
    assert handling.clock("restore").breached_at == at(239)
    assert_ledger_adds_up(handling.incident)


def test_a_clock_given_more_time_can_be_late_again(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I1", urgency="U1")
    handling.acknowledge(1)
    run_due(at(240))
    handling.assess(250, impact="I2", urgency="U1")
    assert (handling.states()["restore:1"], handling.clock("restore").due_at) == (
        "running",
        at(480),
    )

    run_due(at(480))

    assert late().count("the restoration is late") == 2
    assert handling.states()["restore:1"] == "breached"
    assert_ledger_adds_up(handling.incident)


def test_what_falls_due_next_follows_every_step(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I1", urgency="U1")
    seen = [_next(handling)]
    steps: list[Callable[[], None]] = [
        lambda: handling.acknowledge(1),
        lambda: handling.update(10),
        lambda: handling.hold(15),
        lambda: handling.update(20),
        lambda: handling.resume(25),
        lambda: _ignore(handling.assess(30, impact="I2", urgency="U4")),
        lambda: handling.resolve(60),
        lambda: handling.reopen(70),
        lambda: handling.resolve(80),
        lambda: handling.close(90),
    ]
    for step in steps:
        step()
        seen.append(_next(handling))

    assert seen == [
        (at(5), "acknowledge"),
        (at(15), "first_update"),
        (at(40), "update"),
        (at(40), "update"),
        (at(50), "update"),
        (at(50), "update"),
        # 72 working hours from noon, ten minutes of them held.
        (datetime(2026, 3, 19, 14, 10, tzinfo=UTC), "restore"),
        (None, ""),
        (datetime(2026, 3, 19, 14, 20, tzinfo=UTC), "restore"),
        (None, ""),
        (None, ""),
    ]


def _ignore(_judged: object) -> None:
    """Take what a step returns out of the way."""


def _next(handling: Handling) -> tuple[datetime | None, str]:
    return handling.row.next_due_at, handling.row.next_due_kind


def test_a_missed_update_asks_for_a_fresh_look_until_somebody_looks(
    incident_of: Callable[..., Handling],
) -> None:
    handling = incident_of(impact="I1", urgency="U1")
    handling.acknowledge(1)
    handling.update(2)

    run_due(at(32))
    # Both prompts fell due in this minute; whichever spoke last, somebody is asked.
    assert handling.row.reassess_reason != ""
    handling.assess(33)

    assert handling.row.reassess_reason == ""
    assert armed(TimerKind.REASSESS)[str(handling.incident.pk)][0] == at(63)
