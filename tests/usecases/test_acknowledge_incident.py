"""Acknowledging: somebody answers, the clock is met, the path stops, and it counts once."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.refusals import Conflict
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    entries,
    fresh,
    kinds,
    log,
    person,
)
from tests.usecases.everything import armed, everything, nothing_changes
from tests.usecases.handling import Handling


@pytest.fixture
def outage(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P1: acknowledge within 5 minutes."""
    return Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)


def test_the_first_answer_meets_the_clock_and_stops_the_path(
    outage: Handling, manager: Actor
) -> None:
    outage.acknowledge(3, by_way_of="e-mail")

    row, clock = outage.row, outage.clock("acknowledge")
    assert (row.status, row.version) == ("acknowledged", 2)
    assert (row.acknowledged_at, row.acknowledged_by_id) == (at(3), manager.person_id)
    assert (clock.state, clock.met_at, clock.due_at) == ("met", at(3), at(5))
    assert (row.next_due_at, row.next_due_kind) == (at(15), "first_update")
    assert Run.objects.get(incident=row).state == "acknowledged"
    assert armed(TimerKind.PATH_STEP) == {}
    assert set(armed(TimerKind.CLOCK_MARK)) == {
        f"{row.pk}:first_update:1",
        f"{row.pk}:restore:1",
    }
    entry = entries(row)[-1]
    assert (entry.kind, entry.actor, entry.at) == ("acknowledged", manager.key, at(3))
    assert entry.data["by_way_of"] == "e-mail"
    assert_ledger_adds_up(row)


def test_a_late_answer_meets_the_clock_late(outage: Handling) -> None:
    outage.acknowledge(5)

    clock = outage.clock("acknowledge")
    assert (clock.state, clock.met_at, clock.breached_at) == ("met_late", at(5), at(5))


def test_the_same_person_again_changes_nothing_at_all(outage: Handling) -> None:
    outage.acknowledge(3)
    before = everything()

    outage.acknowledge(4)
    outage.acknowledge(4, by_way_of="e-mail")

    assert everything() == before


def test_a_second_person_is_recorded_once_and_moves_nothing(
    outage: Handling, leader: Actor, manager: Actor
) -> None:
    outage.acknowledge(3)
    clock = outage.clock("acknowledge")

    outage.acknowledge(4, by=leader)
    outage.acknowledge(5, by=leader)

    row = outage.row
    assert kinds(row) == ["logged", "acknowledged", "acknowledged"]
    assert (row.acknowledged_at, row.acknowledged_by_id) == (at(3), manager.person_id)
    assert outage.clock("acknowledge").events == clock.events
    assert_ledger_adds_up(row)


def test_after_a_rise_the_same_person_is_asked_and_answers_again(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I2", urgency="U3"), by=manager)
    handling.acknowledge(1)
    handling.assess(2, impact="I1", urgency="U1")
    assert list(armed(TimerKind.PATH_STEP)) != []

    handling.acknowledge(3)

    assert kinds(handling.incident) == ["logged", "acknowledged", "assessed", "acknowledged"]
    assert armed(TimerKind.PATH_STEP) == {}
    assert handling.row.acknowledged_at == at(1)


def test_the_product_itself_may_answer_and_again_to_no_effect(outage: Handling) -> None:
    outage.acknowledge(1, by=system("api"))
    before = everything()

    outage.acknowledge(2, by=system("api"))

    assert (outage.row.status, outage.row.acknowledged_by_id) == ("acknowledged", None)
    assert everything() == before


def test_the_look_at_what_was_unsure_is_no_longer_due(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    answers = dict.fromkeys(("Q1", "Q2", "Q6", "Q7", "Q8"), False) | {"Q9": True}
    handling = Handling(incident=log(by=agent, triage=answers), by=manager)

    handling.acknowledge(1)

    assert armed(TimerKind.TRIAGE_DUE) == {}


@pytest.mark.parametrize(
    ("ended", "says"),
    [
        (
            "resolved",
            (
                "An incident that is resolved cannot become acknowledged."
                " From here it can become closed or in progress."
            ),
        ),
        (
            "closed",
            (
                "An incident that is closed cannot become acknowledged."
                " From here it can become in progress."
            ),
        ),
    ],
)
def test_what_has_ended_cannot_be_acknowledged(outage: Handling, ended: str, says: str) -> None:
    outage.acknowledge(1)
    outage.resolve(2)
    if ended == "closed":
        outage.close(3)

    with nothing_changes(Conflict, status=says):
        outage.acknowledge(4)


def test_what_was_withdrawn_cannot_be_acknowledged(outage: Handling) -> None:
    Incident.objects.filter(pk=outage.incident.pk).update(status="withdrawn")

    says = (
        "An incident that is withdrawn cannot become acknowledged. From here it can become logged."
    )
    with nothing_changes(Conflict, status=says):
        outage.acknowledge(1)


def test_a_stale_page_acknowledges_nothing(outage: Handling) -> None:
    outage.assess(1, impact="I2")

    with nothing_changes(StaleVersion):
        outage.acknowledge(2, seen_version=1)
    outage.acknowledge(2, seen_version=2)


def test_a_restricted_incident_does_not_exist_for_others(
    strategy: Version, agent: Actor, leader: Actor
) -> None:
    handling = Handling(incident=log(by=agent, restricted=True), by=leader)

    with nothing_changes(NoSuchIncident):
        handling.acknowledge(1)


def test_agents_administrators_and_auditors_do_not_answer(
    outage: Handling, people: dict[str, Actor]
) -> None:
    for role in ("agent", "administrator", "auditor"):
        with nothing_changes(
            NotAllowed,
            role="Only these roles may acknowledge: communications, incident manager, planner,"
            " quality, team leader, welfare.",
        ):
            outage.acknowledge(1, by=people[role])
    outage.acknowledge(1, by=as_actor(person("Marcus Webb", Role.WELFARE)))


def test_whoever_the_path_called_may_answer_but_an_auditor_never(
    strategy: Version,
) -> None:
    leila = person("Leila Last", Role.ADMINISTRATOR)
    ivor = person("Ivor Bright", Role.AUDITOR)
    maya = person("Maya Singh", Role.AGENT)
    logged = log(by=as_actor(maya), impact="I1", urgency="U1", category="tel_total")
    run = logged.runs.get()
    for someone in (leila, ivor):
        told = [{"person": someone.pk, "as": "executive_sponsor", "channels": ["in_product"]}]
        Telling.objects.create(
            run=run, step=f"to {someone.pk}", due_at=at(1), told_at=at(1), state="told", told=told
        )

    for nobody in (maya, ivor):
        with pytest.raises(NotAllowed):
            acknowledge_incident(incident_id=logged.pk, by=as_actor(nobody), at=at(2))
    assert fresh(logged).status == "logged"
    acknowledge_incident(incident_id=logged.pk, by=as_actor(leila), at=at(3))

    assert fresh(logged).acknowledged_by == leila


def test_whoever_logged_it_is_told_once_that_somebody_answers(
    outage: Handling, agent: Actor, leader: Actor
) -> None:
    outage.acknowledge(1)
    outage.acknowledge(2, by=leader)

    told = Message.objects.filter(purpose="acknowledged")
    assert [(one.recipient_id, one.subject) for one in told] == [
        (agent.person_id, f"{outage.row.ref}: acknowledged by {outage.by.name}")
    ]


def test_a_logger_who_answers_or_has_left_is_told_nothing(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    own = Handling(incident=log(by=manager), by=manager)
    own.acknowledge(1)
    left = Handling(incident=log(by=agent), by=manager)
    Person.objects.filter(pk=agent.person_id or 0).update(is_active=False)
    left.acknowledge(1)

    assert not Message.objects.filter(purpose="acknowledged").exists()
