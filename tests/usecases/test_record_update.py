"""Updates: each one meets the round that runs and starts the next."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import assert_ledger_adds_up, at, entries, log
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P1: first update within 15 minutes, then every 30."""
    return Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)


def test_the_first_update_starts_the_cadence(handling: Handling) -> None:
    handling.update(14, says=" We know. ", audience=" customers ")

    first, following = handling.clock("first_update"), handling.clock("update")
    assert (first.state, first.met_at) == ("met", at(14))
    assert (following.cycle, following.started_at, following.due_at) == (1, at(14), at(44))
    entry = entries(handling.incident)[-1]
    assert (entry.kind, entry.data["says"], entry.data["audience"]) == (
        "update_sent",
        "We know.",
        "customers",
    )
    assert_ledger_adds_up(handling.incident)


def test_each_round_is_met_in_time_or_late_by_itself(handling: Handling) -> None:
    for minute in (15, 40, 80, 110):
        handling.update(minute)

    assert handling.states() == {
        "acknowledge:1": "running",
        "first_update:1": "met_late",
        "restore:1": "running",
        "update:1": "met",
        "update:2": "met_late",
        "update:3": "met_late",
        "update:4": "running",
    }
    assert handling.clock("update", 2).breached_at == at(70)
    assert handling.clock("update", 3).breached_at == at(110)
    assert handling.clock("update").due_at == at(140)
    key = f"{handling.incident.pk}:update:4"
    assert [one for one in armed(TimerKind.CLOCK_MARK) if ":update:" in one] == [key]
    assert_ledger_adds_up(handling.incident)


def test_a_priority_without_cadence_owes_no_next_round(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    planned = Handling(incident=log(by=agent, impact="I2", urgency="U4"), by=manager)

    planned.update(10)

    assert planned.states() == {
        "acknowledge:1": "running",
        "first_update:1": "met",
        "restore:1": "running",
    }


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"says": " "}, {"says": "Write what the update said."}),
        ({"audience": ""}, {"audience": "Say who got the update."}),
        ({"says": "x" * 10_001}, {"says": "This has 10001 characters; 10000 fit here."}),
        ({"audience": "x" * 201}, {"audience": "This has 201 characters; 200 fit here."}),
    ],
)
def test_an_update_has_words_and_readers(
    handling: Handling, said: dict[str, str], problems: dict[str, str]
) -> None:
    with nothing_changes(Refusal, **problems):
        handling.update(1, **said)


def test_an_ended_incident_gets_no_update(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.resolve(2)
    with nothing_changes(Conflict, status="Updates belong to an open incident."):
        handling.update(3)

    handling.close(4)
    with nothing_changes(Conflict, status="Updates belong to an open incident."):
        handling.update(5)


def test_a_stale_page_records_no_update(handling: Handling) -> None:
    handling.acknowledge(1)

    with nothing_changes(StaleVersion):
        handling.update(2, seen_version=1)


def test_leaders_and_communications_record_updates(
    handling: Handling, people: dict[str, Actor]
) -> None:
    able = {"team_leader", "incident_manager", "communications"}
    says = "Only these roles may update: communications, incident manager, team leader."
    for role in people.keys() - able:
        with nothing_changes(NotAllowed, role=says):
            handling.update(1, by=people[role])
    handling.update(1, by=people["communications"])
