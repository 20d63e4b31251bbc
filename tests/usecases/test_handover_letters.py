"""Letters about a handover wake whoever must be woken, and nobody else."""

from __future__ import annotations

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.offer_handover import withdraw_handover
from musterpoint.usecases.work_roles import take_role
from tests.factories import as_actor, at, person
from tests.usecases.handing import accepted, offered

MANAGER = "role:incident_manager"


def test_an_offer_wakes_its_reader_where_the_priority_must_wake(
    incident: Incident, manager: Actor
) -> None:
    other = as_actor(person("Noor Night", Role.INCIDENT_MANAGER))
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))

    def woken(subject: str) -> list[bool]:
        told = Message.objects.filter(purpose="handover", subject__contains=subject).order_by("id")
        return [message.wakes for message in told]

    def assess(impact: str, urgency: str, minutes: int) -> None:
        assess_incident(
            incident_id=incident.pk,
            impact=impact,
            urgency=urgency,
            reason="As it stands",
            by=manager,
            at=at(minutes),
        )

    assess("I4", "U3", 3)
    calm = offered(incident, by=manager, to=other)
    assert woken("hands over to you") == [False, False]
    withdraw_handover(handover_id=calm, by=manager, at=at(11))
    assess("I1", "U1", 12)

    handover = offered(incident, by=manager, to=other, minutes=13)
    accepted(handover, MANAGER, by=other, minutes=14)

    assert woken("hands over to you") == [False, False, True, True]
    assert woken("accepted") == [False]
