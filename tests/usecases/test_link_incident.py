"""Stories of links between incidents and to the outside."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, Link
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.link_incident import (
    AlreadyLinked,
    LinkNotUndone,
    LinkToItself,
    NothingToLink,
    UnsafeTarget,
    link_incident,
    undo_link,
)
from musterpoint.usecases.log_complaint import log_complaint
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.restrict_incident import restrict_incident
from tests.factories import assert_ledger_adds_up, at, entries, kinds, log, refused


@pytest.fixture
def other(strategy: Version, agent: Actor) -> Incident:
    """A second incident."""
    return log(by=agent, summary="Web chat is slow", minutes=1)


def test_a_link_is_seen_from_both_ends(incident: Incident, other: Incident, manager: Actor) -> None:
    link_incident(
        incident_id=incident.pk, other_id=other.pk, says="Same carrier", by=manager, at=at(5)
    )

    assert [link.other for link in incident.links.all()] == [other]
    assert [link.incident for link in other.links_here.all()] == [incident]
    assert entries(incident)[-1].data["other"] == other.ref
    assert (kinds(other)[-1], entries(other)[-1].data["other"]) == ("linked_here", incident.ref)
    assert_ledger_adds_up(incident)
    assert_ledger_adds_up(other)


def test_something_outside_can_be_linked(incident: Incident, manager: Actor) -> None:
    pk = link_incident(
        incident_id=incident.pk, target="https://status.example/7", by=manager, at=at(5)
    )

    assert Link.objects.get(pk=pk).target == "https://status.example/7"
    assert_ledger_adds_up(incident)


@pytest.mark.parametrize("target", ["javascript:alert(1)", " DATA:text/html,x", "file:///etc"])
def test_an_address_that_runs_is_refused(target: str, incident: Incident, manager: Actor) -> None:
    with refused(UnsafeTarget, incident):
        link_incident(incident_id=incident.pk, target=target, by=manager, at=at(5))


def test_a_link_leads_to_one_thing(incident: Incident, other: Incident, manager: Actor) -> None:
    with refused(NothingToLink, incident, other):
        link_incident(incident_id=incident.pk, by=manager, at=at(5))
    with refused(NothingToLink, incident, other):
        link_incident(
            incident_id=incident.pk, other_id=other.pk, target="CHG-7", by=manager, at=at(5)
        )
    with refused(LinkToItself, incident):
        link_incident(incident_id=incident.pk, other_id=incident.pk, by=manager, at=at(5))


def test_two_incidents_are_linked_once_whichever_way(
    incident: Incident, other: Incident, manager: Actor
) -> None:
    link_incident(incident_id=incident.pk, other_id=other.pk, by=manager, at=at(5))

    with refused(AlreadyLinked, incident, other):
        link_incident(incident_id=other.pk, other_id=incident.pk, by=manager, at=at(6))


def test_what_one_may_not_see_cannot_be_linked(
    incident: Incident, other: Incident, manager: Actor, leader: Actor
) -> None:
    restrict_incident(
        incident_id=other.pk, restricted=True, reason="Staff matter", by=manager, at=at(3)
    )

    with refused(NoSuchIncident, incident, other):
        link_incident(incident_id=incident.pk, other_id=other.pk, by=leader, at=at(5))


def test_a_link_is_undone_from_the_other_end_and_its_row_stays(
    incident: Incident, other: Incident, manager: Actor
) -> None:
    pk = link_incident(incident_id=incident.pk, other_id=other.pk, by=manager, at=at(5))

    undo_link(incident_id=other.pk, link_id=pk, reason="Another carrier", by=manager, at=at(8))

    assert Link.objects.get(pk=pk).undone_at == at(8)
    assert (kinds(incident)[-1], kinds(other)[-1]) == ("link_undone", "link_undone")
    assert_ledger_adds_up(incident)
    with refused(LinkNotUndone, incident, other):
        undo_link(incident_id=incident.pk, link_id=pk, by=manager, at=at(9))


def test_merges_and_complaints_are_not_undone_as_links(
    incident: Incident, other: Incident, manager: Actor
) -> None:
    log_complaint(summary="Waited an hour", incident_id=other.pk, by=manager, at=at(4))
    merge = merge_incident(
        incident_id=incident.pk, into_id=other.pk, reason="Same fault", by=manager, at=at(5)
    )

    for link in (Link.objects.get(pk=merge), Link.objects.get(incident=other)):
        with refused(LinkNotUndone, incident, other):
            undo_link(incident_id=other.pk, link_id=link.pk, by=manager, at=at(6))


def test_a_link_of_other_incidents_is_out_of_reach(
    incident: Incident, other: Incident, manager: Actor, agent: Actor
) -> None:
    third = log(by=agent, summary="Door at Cardiff jams")
    pk = link_incident(incident_id=incident.pk, other_id=other.pk, by=manager, at=at(5))

    for link_id in (pk, 999_999):
        with refused(NoSuchIncident, incident, other, third):
            undo_link(incident_id=third.pk, link_id=link_id, by=manager, at=at(6))


@pytest.mark.parametrize("role", ["agent", "administrator", "auditor"])
def test_who_does_not_work_incidents_links_nothing(
    role: str, incident: Incident, other: Incident, people: dict[str, Actor], manager: Actor
) -> None:
    pk = link_incident(incident_id=incident.pk, target="CHG-7", by=manager, at=at(5))

    with refused(NotAllowed, incident, other):
        link_incident(incident_id=incident.pk, other_id=other.pk, by=people[role], at=at(5))
    with refused(NotAllowed, incident, other):
        undo_link(incident_id=incident.pk, link_id=pk, by=people[role], at=at(5))
