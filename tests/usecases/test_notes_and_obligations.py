"""Stories of notes and of what an incident owes."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.settle_obligation import AlreadySo, settle_obligation
from tests.factories import assert_ledger_adds_up, at, entries, log, refused


@pytest.mark.parametrize("kind", ["note", "decision", "call"])
def test_a_note_is_an_entry_of_its_kind(kind: str, incident: Incident, agent: Actor) -> None:
    add_note(incident_id=incident.pk, says=" Dead air on line 3 ", kind=kind, by=agent, at=at(3))

    entry = entries(incident)[-1]
    assert (entry.kind, entry.at, entry.actor) == (kind, at(3), agent.key)
    assert entry.data == {"changes": [], "says": "Dead air on line 3"}


def test_a_note_after_the_end_is_marked_as_late(
    incident: Incident, manager: Actor, agent: Actor
) -> None:
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )

    add_note(incident_id=incident.pk, says="She called again", by=agent, at=at(60))

    assert entries(incident)[-1].data["late"] is True


def test_an_empty_note_is_refused(incident: Incident, agent: Actor) -> None:
    with refused(Refusal, incident) as refusal:
        add_note(incident_id=incident.pk, says="\n ", by=agent, at=at(3))
    assert refusal.value.errors[0].field == "says"


def test_a_note_is_of_a_known_kind(incident: Incident, agent: Actor) -> None:
    with refused(Refusal, incident) as refusal:
        add_note(incident_id=incident.pk, says="La", kind="song", by=agent, at=at(3))
    assert refusal.value.errors[0].field == "kind"


def test_the_auditor_writes_no_note(incident: Incident, people: dict[str, Actor]) -> None:
    with refused(NotAllowed, incident):
        add_note(incident_id=incident.pk, says="I was here", by=people["auditor"], at=at(3))


@pytest.fixture
def owing(strategy: Version, agent: Actor) -> Incident:
    """An incident whose category brings obligations."""
    return log(by=agent, category="tel_total", summary="All lines are dead")


def first_code(incident: Incident) -> str:
    return Obligation.objects.filter(incident=incident).order_by("id")[0].code


@pytest.mark.parametrize("state", ["done", "not_applicable"])
def test_an_obligation_is_settled_with_its_reason(
    state: str, owing: Incident, manager: Actor
) -> None:
    code = first_code(owing)

    settle_obligation(
        incident_id=owing.pk, code=code, state=state, reason="Told by letter", by=manager, at=at(9)
    )

    row = Obligation.objects.get(incident=owing, code=code)
    assert (row.state, row.reason, row.settled_at) == (state, "Told by letter", at(9))
    assert row.settled_by_id == manager.person_id
    assert_ledger_adds_up(owing)


def test_an_obligation_opens_again_with_a_reason(owing: Incident, manager: Actor) -> None:
    code = first_code(owing)
    for state, reason in (("done", "Told"), ("open", "The letter came back")):
        settle_obligation(
            incident_id=owing.pk, code=code, state=state, reason=reason, by=manager, at=at(9)
        )

    row = Obligation.objects.get(incident=owing, code=code)
    assert (row.state, row.reason, row.settled_at) == ("open", "The letter came back", None)
    assert entries(owing)[-1].kind == "obligation_reopened"
    assert_ledger_adds_up(owing)


def test_settling_needs_a_reason_and_a_known_state(owing: Incident, manager: Actor) -> None:
    code = first_code(owing)

    for state, reason in (("done", " "), ("forgotten", "Oops")):
        with refused(Refusal, owing):
            settle_obligation(
                incident_id=owing.pk, code=code, state=state, reason=reason, by=manager, at=at(9)
            )


def test_settling_alike_twice_is_refused(owing: Incident, manager: Actor) -> None:
    with refused(AlreadySo, owing):
        settle_obligation(
            incident_id=owing.pk,
            code=first_code(owing),
            state="open",
            reason="Still",
            by=manager,
            at=at(9),
        )


def test_what_is_not_owed_cannot_be_settled(owing: Incident, manager: Actor) -> None:
    with refused(NoSuchPart, owing):
        settle_obligation(
            incident_id=owing.pk, code="tithe", state="done", reason="Paid", by=manager, at=at(9)
        )


@pytest.mark.parametrize("role", ["agent", "planner", "welfare", "administrator", "auditor"])
def test_who_answers_for_nothing_settles_nothing(
    role: str, owing: Incident, people: dict[str, Actor]
) -> None:
    with refused(NotAllowed, owing):
        settle_obligation(
            incident_id=owing.pk,
            code=first_code(owing),
            state="done",
            reason="Told",
            by=people[role],
            at=at(9),
        )
