"""Resolving: the service is back, every clock stops, nobody is told any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import assert_ledger_adds_up, at, entries, log
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P1 that began ten minutes before noon, was answered and is worked: restore by 15:50."""
    outage = log(by=agent, impact="I1", urgency="U1", began_at=at(-10))
    handling = Handling(incident=outage, by=manager)
    handling.acknowledge(1)
    handling.begin(2)
    return handling


def test_resolving_stops_every_clock_and_timer(handling: Handling, manager: Actor) -> None:
    handling.update(10)
    handling.resolve(60, resolution=" Carrier changed a card. ")

    row = handling.row
    assert (row.status, row.resolution) == ("resolved", "Carrier changed a card.")
    assert (row.resolved_at, row.restored_at) == (at(60), at(60))
    assert row.resolved_by_id == manager.person_id
    assert handling.states() == {
        "acknowledge:1": "met",
        "first_update:1": "met",
        "restore:1": "met",
        "update:1": "cancelled",
    }
    assert (row.next_due_at, row.next_due_kind) == (None, "")
    assert armed(TimerKind.CLOCK_MARK) == {}
    assert armed(TimerKind.REASSESS) == {}
    assert armed(TimerKind.PATH_STEP) == {}
    assert (entries(row)[-1].kind, entries(row)[-1].data["says"]) == (
        "resolved",
        "Carrier changed a card.",
    )
    assert_ledger_adds_up(row)


def test_restoration_is_judged_by_when_service_was_back(handling: Handling) -> None:
    handling.resolve(300, restored_at=at(229))

    restore = handling.clock("restore")
    assert (restore.state, restore.met_at, restore.due_at) == ("met", at(229), at(230))
    assert restore.breached_at is None
    assert (handling.row.restored_at, handling.row.resolved_at) == (at(229), at(300))
    assert_ledger_adds_up(handling.incident)


def test_service_back_too_late_is_late(handling: Handling) -> None:
    handling.resolve(300, restored_at=at(230))

    restore = handling.clock("restore")
    assert (restore.state, restore.met_at, restore.breached_at) == ("met_late", at(230), at(230))


def test_what_happened_to_the_clock_after_the_restoration_stands(handling: Handling) -> None:
    handling.hold(60)

    handling.resolve(90, restored_at=at(50))

    restore = handling.clock("restore")
    assert (handling.row.restored_at, restore.met_at, restore.state) == (at(50), at(60), "met")
    assert_ledger_adds_up(handling.incident)


def test_an_update_never_sent_is_no_longer_owed_and_its_breach_stays(handling: Handling) -> None:
    handling.resolve(60)

    first = handling.clock("first_update")
    assert (first.state, first.met_at, first.breached_at) == ("cancelled", None, at(15))


def test_it_can_be_resolved_from_acknowledged_and_from_hold(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    acknowledged, held = (Handling(incident=log(by=agent), by=manager) for _ in range(2))
    acknowledged.acknowledge(1)
    held.acknowledge(1)
    held.hold(2)

    acknowledged.resolve(3)
    held.resolve(3)

    assert {acknowledged.row.status, held.row.status} == {"resolved"}


def test_a_path_begun_anew_by_a_rise_is_over(handling: Handling) -> None:
    handling.assess(5, impact="I4", urgency="U4")
    handling.assess(6, impact="I1", urgency="U1")
    assert armed(TimerKind.PATH_STEP) != {}

    handling.resolve(7)

    assert armed(TimerKind.PATH_STEP) == {}
    assert not Run.objects.filter(incident=handling.incident, state="running").exists()


def test_what_nobody_answered_cannot_be_resolved(incident: Incident, manager: Actor) -> None:
    says = (
        "An incident that is logged cannot become resolved."
        " From here it can become acknowledged or withdrawn."
    )
    with nothing_changes(Conflict, status=says):
        Handling(incident=incident, by=manager).resolve(10)


def test_it_cannot_be_resolved_twice(handling: Handling) -> None:
    handling.resolve(10)

    says = (
        "An incident that is resolved cannot become resolved."
        " From here it can become closed or in progress."
    )
    with nothing_changes(Conflict, status=says):
        handling.resolve(11)


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"resolution": "\n"}, {"resolution": "Say how it was resolved."}),
        (
            {"resolution": "x" * 20_001},
            {"resolution": "This has 20001 characters; 20000 fit here."},
        ),
        ({"restored_at": at(61)}, {"restored_at": "Service cannot be back in the future."}),
        (
            {"restored_at": at(-11)},
            {"restored_at": "Service cannot have been back before the incident began."},
        ),
    ],
)
def test_impossible_words_and_instants_are_refused_by_name(
    handling: Handling, said: dict[str, Any], problems: dict[str, str]
) -> None:
    with nothing_changes(Refusal, **problems):
        handling.resolve(60, **said)


def test_a_stale_page_resolves_nothing(handling: Handling) -> None:
    with nothing_changes(StaleVersion):
        handling.resolve(10, seen_version=2)


def test_team_leaders_and_incident_managers_resolve(
    handling: Handling, people: dict[str, Actor]
) -> None:
    says = "Only these roles may resolve: incident manager, team leader."
    for role in people.keys() - {"team_leader", "incident_manager"}:
        with nothing_changes(NotAllowed, role=says):
            handling.resolve(10, by=people[role])
    handling.resolve(10, by=people["team_leader"])


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.resolve(10, by=leader)


def test_the_time_of_an_answer_is_no_bound_for_the_restoration(handling: Handling) -> None:
    moment: datetime = at(0.5)

    handling.resolve(10, restored_at=moment)

    assert handling.clock("restore").met_at == moment


def test_whoever_logged_it_is_told_what_put_it_right(handling: Handling, agent: Actor) -> None:
    handling.resolve(60, resolution="Carrier changed a card.")

    told = Message.objects.get(purpose="resolved")
    assert (told.recipient_id, told.subject, told.body) == (
        agent.person_id,
        f"{handling.row.ref}: resolved by {handling.by.name}",
        "Carrier changed a card.",
    )
