"""Who stands behind what a step names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.finding import find
from musterpoint.apps.escalation.recipients import Recipient, directory, last_resort
from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.apps.organisation.models import Team
from musterpoint.apps.organisation.operations import add_contact
from musterpoint.apps.rotas.models import Absence, RoleRota, Rota, Shadow
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.escalation import RunState, Telling, tellings
from musterpoint.domain.policy.document import Path, Step, StepKind, Tell, TellKind
from tests.factories import at, person
from tests.rotas import put_in_force, rota, weekly
from tests.running import holds

pytestmark = pytest.mark.django_db

ROLE = Tell(kind=TellKind.ROLE, who="duty_manager")
TEAM = Tell(kind=TellKind.TEAM, who="planners")
PERSON = Tell(kind=TellKind.PERSON, who="Ruth.Ames@centre.example")
NAMED = Tell(kind=TellKind.PERSON, who="Ruth Ames")
OUTSIDE = Tell(kind=TellKind.ADDRESS, who="carrier@outside.example")
NOBODY = Tell(kind=TellKind.ROLE, who="nobody")


ROTA = Tell(kind=TellKind.ROTA, who="tech")
CONTACT = Tell(kind=TellKind.CONTACT, who="carrier")


def telling(*tells: Tell, need: int = 1) -> Telling:
    """Return the first telling of a path with these tells."""
    first, *_ = tellings(path(*tells), RunState(started_at=at(0), priority="P1"))
    return replace(first, need=need)


def path(*tells: Tell) -> Path:
    step = Step(code="one", kind=StepKind.FUNCTIONAL, tell=tells, after=timedelta())
    return Path(code="p", name="P", owner="o", steps=(step,), fallback=NOBODY)


def behind(tell: Tell, *, incident: int = 1, need: int = 1) -> list[str]:
    found = directory([path(tell)], incident_ids=[incident], at=at(0))
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


def on_rota(*people: Person, fallback: int | str = "duty_manager") -> Rota:
    """Put a rota in force with one layer for each of these people."""
    layers = [weekly(f"layer{place}", one.pk) for place, one in enumerate(people)]
    return put_in_force(rota("tech", *layers, fallback=fallback))


def test_a_rota_is_who_is_on_duty_and_says_why() -> None:
    first, second = person("First", Role.TEAM_LEADER), person("Second", Role.TEAM_LEADER)
    on_rota(first, second)

    found = directory([path(ROTA)], incident_ids=[1], at=at(0)).behind(ROTA, incident_id=1)

    assert behind(ROTA) == ["First"]
    assert behind(ROTA, need=2) == ["First", "Second"]
    assert "Layer0" in found[0].why


def test_whoever_is_away_or_declined_gives_way_to_the_next_layer() -> None:
    first, second = person("First", Role.TEAM_LEADER), person("Second", Role.TEAM_LEADER)
    on_rota(first, second)
    there = directory([path(ROTA)], incident_ids=[1], at=at(0))

    assert [r.name for r in there.behind(ROTA, incident_id=1, but=[first.pk])] == ["Second"]
    Absence.objects.create(person=first, start=at(-1), end=at(60), made_at=at(-1))
    assert behind(ROTA) == ["Second"]


def test_a_role_that_a_rota_answers_for_is_who_is_on_duty_then_its_holders() -> None:
    holds(person("Standing", Role.TEAM_LEADER), "duty_manager")
    RoleRota.objects.create(
        role="duty_manager", rota=on_rota(person("On duty", Role.TEAM_LEADER), fallback="sponsor")
    )

    assert behind(ROLE) == ["On duty"]
    assert behind(ROLE, need=3) == ["On duty", "Standing"]


def test_the_holder_on_the_incident_goes_before_who_is_on_duty(incident: Incident) -> None:
    RoleRota.objects.create(
        role="duty_manager", rota=on_rota(person("On duty", Role.TEAM_LEADER), fallback="sponsor")
    )
    RoleOnIncident.objects.update_or_create(
        incident=incident,
        code="duty_manager",
        defaults={"person": person("On it", Role.TEAM_LEADER), "opened_at": at(0)},
    )

    assert behind(ROLE, incident=incident.pk) == ["On it"]


def test_holders_of_a_role_who_are_away_are_passed_over() -> None:
    away = holds(person("First", Role.TEAM_LEADER), "duty_manager", rank=1)
    holds(person("Second", Role.TEAM_LEADER), "duty_manager", rank=2)
    Absence.objects.create(person=away, start=at(-1), end=at(60), made_at=at(-1))

    assert behind(ROLE) == ["Second"]


def test_whoever_shadows_the_rota_is_told_and_does_not_count() -> None:
    learner = person("Learner", Role.TEAM_LEADER)
    row = on_rota(person("On duty", Role.TEAM_LEADER))
    Shadow.objects.create(rota=row, person=learner, start=at(-1), end=at(60), made_at=at(-1))

    found = directory([path(ROTA)], incident_ids=[1], at=at(0))
    both = find(path(ROTA), telling(ROTA), found, incident_id=1)

    assert [(r.name, r.is_shadow) for r in both.people] == [("On duty", False), ("Learner", True)]
    assert len(both.reached) == 1


def test_when_nobody_is_on_duty_nor_the_fallback_the_rota_says_who() -> None:
    off = person("Off", Role.TEAM_LEADER)
    sponsor = person("Sponsor of the rota", Role.TEAM_LEADER)
    on_rota(off, fallback=sponsor.pk)
    Absence.objects.create(person=off, start=at(-1), end=at(60), made_at=at(-1))

    found = directory([path(ROTA)], incident_ids=[1], at=at(0))
    got = find(path(ROTA), telling(ROTA), found, incident_id=1)

    assert [r.name for r in got.people] == ["Sponsor of the rota"]
    assert got.people[0].why == "the fallback of the rota tech"


def test_where_too_few_are_found_the_fallback_is_told_as_well(people: dict[str, Actor]) -> None:
    holds(person("Only", Role.TEAM_LEADER), "duty_manager")
    holds(person("Sponsor", Role.TEAM_LEADER), "nobody")
    found = directory([path(ROLE)], incident_ids=[1], at=at(0))

    two = find(path(ROLE), telling(ROLE, need=2), found, incident_id=1)
    three = find(path(ROLE), telling(ROLE, need=3), found, incident_id=1)

    assert [r.name for r in two.people] == ["Only", "Sponsor"]
    assert two.note == "too few were found, the fallback is told as well"
    assert len(three.reached) >= 3


def test_an_outside_contact_is_found_where_there_is_a_way_to_reach_it() -> None:
    add_contact(code="carrier", name="Carrier desk", company="Northline")
    assert behind(CONTACT) == []

    ContactMethod.objects.create(
        holder="contact:carrier",
        channel="email",
        address="noc@northline.example",
        added_at=at(0),
        verified_at=at(0),
    )
    assert behind(CONTACT) == ["Carrier desk (Northline)"]


def test_a_rota_that_is_not_there_finds_nobody() -> None:
    assert behind(ROTA) == []


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
    found = directory([path(OUTSIDE)], incident_ids=[1], at=at(0)).behind(OUTSIDE, incident_id=1)

    assert found == [
        Recipient(
            name="carrier@outside.example",
            role="outside contact",
            address="carrier@outside.example",
            why="named by address",
        )
    ]
    assert found[0].code != "carrier@outside.example"


def test_the_last_resort_is_everybody_in_charge_but_no_program(people: dict[str, Actor]) -> None:
    person("A program", Role.ADMINISTRATOR, is_service=True)

    assert [r.name for r in last_resort()] == ["Asha Patel", "Victor Osei"]
