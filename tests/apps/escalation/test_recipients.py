"""Who stands behind what a step names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.recipients import Recipient, directory, last_resort
from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.policy.document import Path, Step, StepKind, Tell, TellKind
from tests.factories import at, person
from tests.running import holds

pytestmark = pytest.mark.django_db

ROLE = Tell(kind=TellKind.ROLE, who="duty_manager")
TEAM = Tell(kind=TellKind.TEAM, who="planners")
PERSON = Tell(kind=TellKind.PERSON, who="Ruth.Ames@centre.example")
NAMED = Tell(kind=TellKind.PERSON, who="Ruth Ames")
OUTSIDE = Tell(kind=TellKind.ADDRESS, who="carrier@outside.example")
NOBODY = Tell(kind=TellKind.ROLE, who="nobody")


def path(*tells: Tell) -> Path:
    step = Step(code="one", kind=StepKind.FUNCTIONAL, tell=tells, after=timedelta())
    return Path(code="p", name="P", owner="o", steps=(step,), fallback=NOBODY)


def behind(tell: Tell, *, incident: int = 1, need: int = 1) -> list[str]:
    found = directory([path(tell)], incident_ids=[incident])
    return [r.name for r in found.behind(tell, incident_id=incident, need=need)]


def test_a_role_is_its_first_standing_holder() -> None:
    holds(person("Second", Role.TEAM_LEADER), "duty_manager", rank=2)
    holds(person("First", Role.TEAM_LEADER), "duty_manager", rank=1)

    assert behind(ROLE) == ["First"]


def test_as_many_holders_are_told_as_must_answer() -> None:
    for rank, name in enumerate(["First", "Second", "Third"]):
        holds(person(name, Role.TEAM_LEADER), "duty_manager", rank=rank)

    assert behind(ROLE, need=2) == ["First", "Second"]


def test_the_holder_on_the_incident_goes_before_the_standing_one(incident: Incident) -> None:
    standing = holds(person("Standing", Role.TEAM_LEADER), "duty_manager")
    for someone, code in ((person("On it", Role.TEAM_LEADER), "duty_manager"), (standing, "other")):
        RoleOnIncident.objects.update_or_create(
            incident=incident, code=code, defaults={"person": someone, "opened_at": at(0)}
        )

    assert behind(ROLE, incident=incident.pk) == ["On it"]
    assert behind(ROLE, incident=incident.pk, need=2) == ["On it", "Standing"]
    assert behind(ROLE, incident=incident.pk + 1) == ["Standing"]


def test_a_role_that_was_closed_on_the_incident_does_not_count(incident: Incident) -> None:
    RoleOnIncident.objects.update_or_create(
        incident=incident,
        code="duty_manager",
        defaults={
            "person": person("Was on it", Role.TEAM_LEADER),
            "opened_at": at(0),
            "closed_at": at(1),
        },
    )

    assert behind(ROLE, incident=incident.pk) == []


def test_a_team_is_its_active_members() -> None:
    team = Team.objects.create(code="planners", name="Planners")
    gone = person("Gone", Role.PLANNER)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    team.members.set([person("Tomasz", Role.PLANNER), gone])

    assert behind(TEAM) == ["Tomasz"]


@pytest.mark.parametrize("tell", [PERSON, NAMED])
def test_a_person_is_found_by_address_or_name_whatever_the_case(tell: Tell) -> None:
    person("Ruth Ames", Role.TEAM_LEADER)

    assert behind(tell) == ["Ruth Ames"]


def test_a_name_that_two_people_share_finds_nobody() -> None:
    first = person("Ruth Ames", Role.TEAM_LEADER)
    Person.objects.filter(pk=first.pk).update(email="ruth@other.example")
    person("Ruth Ames", Role.TEAM_LEADER)

    assert behind(NAMED) == []


def test_an_outside_address_is_told_by_mail_as_what_it_is() -> None:
    found = directory([path(OUTSIDE)], incident_ids=[1]).behind(OUTSIDE, incident_id=1)

    assert found == [
        Recipient(
            name="carrier@outside.example",
            role="outside contact",
            address="carrier@outside.example",
        )
    ]
    assert found[0].code != "carrier@outside.example"


def test_the_last_resort_is_everybody_in_charge_but_no_program(people: dict[str, Actor]) -> None:
    person("A program", Role.ADMINISTRATOR, is_service=True)

    assert [r.name for r in last_resort()] == ["Asha Patel", "Victor Osei"]
