"""Stories of briefings: issued from facts, revised, ended, read by team, and each refusal."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Briefing, BriefingRead, Fact
from musterpoint.apps.communications.queries import briefing_reads, briefings
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.domain.briefings import Line, Part
from musterpoint.usecases.brief_colleagues import (
    CannotBeSaid,
    HasEnded,
    NoSuchTeam,
    WasRevised,
    end_briefing,
    issue_briefing,
    revise_briefing,
)
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.read_briefing import (
    ChangedSince,
    EverybodyRead,
    JustReminded,
    read_briefing,
    remind_unread,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.withdraw_fact import withdraw_fact
from musterpoint.usecases.working import IncidentIsOver, OnlyAPerson, TooLong
from tests.factories import assert_ledger_adds_up, at, entries, folded, kinds, log, refused

SAY = Line(part=Part.SAY, says="We know, and we are on it.")


def issue(incident: Incident, by: Actor, minutes: float = 10, **more: Any) -> int:
    told = {"headline": "Calls drop", "lines": [SAY]} | more
    return issue_briefing(incident_id=incident.pk, by=by, at=at(minutes), **told)


def revise(briefing: int, by: Actor, minutes: float = 20, **more: Any) -> int:
    told = {"headline": "Calls drop again", "lines": [SAY]} | more
    return revise_briefing(briefing_id=briefing, by=by, at=at(minutes), **told)


def claim(incident: Incident, by: Actor, **more: Any) -> int:
    said = {"says": "Calls to Leeds drop", "about": "what", "source": "The carrier"} | more
    return claim_fact(incident_id=incident.pk, by=by, at=at(5), **said)


def verified(incident: Incident, by: Actor, checker: Actor, **more: Any) -> int:
    number = claim(incident, by, **more)
    verify_fact(incident_id=incident.pk, number=number, how="Rang", by=checker, at=at(6))
    return number


def team(code: str, *members: Actor) -> Team:
    row = Team.objects.create(code=code, name=code.title())
    row.members.set([member.person_id or 0 for member in members])
    return row


def read(briefing: int, by: Actor, revision: int = 1, minutes: float = 11) -> bool:
    return read_briefing(briefing_id=briefing, revision=revision, by=by, at=at(minutes))


def test_a_briefing_tells_a_verified_fact_in_its_own_words(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    number = verified(incident, agent, leader)
    pk = issue(incident, leader, lines=[Line(part=Part.BROKEN, says="lies", fact=number), SAY])

    told = briefings.one(agent, pk, at=at(11))
    assert [(line.part, line.says, line.fact) for line in told.lines] == [
        (Part.BROKEN, "Calls to Leeds drop", 1),
        (Part.SAY, "We know, and we are on it.", None),
    ]
    assert kinds(incident)[-1] == "briefing_issued"
    assert folded(incident, "briefing:1")["headline"] == "Calls drop"
    assert_ledger_adds_up(incident)


def test_an_estimate_stands_with_whose_it_is(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    number = claim(incident, agent, says="Back by two", estimate_of="the carrier")
    pk = issue(incident, leader, lines=[Line(part=Part.SAY, says="", fact=number)])

    told = briefings.one(agent, pk, at=at(11))
    assert told.lines[0].says == "Estimate of the carrier: Back by two"


def test_what_nobody_verified_leaves_by_no_briefing(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    number = claim(incident, agent)

    with refused(CannotBeSaid, incident) as refusal:
        issue(incident, leader, lines=[SAY, Line(part=Part.BROKEN, says="", fact=number)])

    problem = refusal.value.errors[0]
    assert (problem.field, problem.says) == ("lines.1", "Nobody has verified this yet.")
    assert not Briefing.objects.exists()


def test_a_briefing_needs_a_headline_and_something_to_say(
    incident: Incident, leader: Actor
) -> None:
    with refused(Refusal, incident):
        issue(incident, leader, headline=" ")
    with refused(Refusal, incident):
        issue(incident, leader, lines=[Line(part=Part.LOOK, says="Page 7")])
    with refused(Refusal, incident):
        issue(incident, leader, lines=[SAY] * 41)
    with refused(CannotBeSaid, incident):
        issue(incident, leader, lines=[Line(part=Part.SAY, says="x" * 601)])
    with refused(TooLong, incident):
        issue(incident, leader, headline="x" * 161)
    with refused(NoSuchTeam, incident):
        issue(incident, leader, teams=["nobody"])


def test_agents_are_briefed_and_brief_nobody(incident: Incident, agent: Actor) -> None:
    with refused(NotAllowed, incident):
        issue(incident, agent)


def test_nobody_is_briefed_about_what_is_over(incident: Incident, leader: Actor) -> None:
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=leader, at=at(1)
    )

    with refused(IncidentIsOver, incident):
        issue(incident, leader)


def test_a_revision_asks_everybody_to_read_again(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    pk = issue(incident, leader)
    read(pk, agent)
    revise(pk, leader, seen_revision=1)

    told = briefings.one(agent, pk, at=at(21))
    assert (told.revision, told.headline) == (2, "Calls drop again")
    assert briefing_reads.mine([agent.person_id or 0], [told], at=at(21)) == {}
    assert read(pk, agent, revision=2, minutes=22)
    assert not read(pk, agent, revision=2, minutes=23)
    assert kinds(f"briefing:{pk}") == ["briefing_read", "briefing_read"]
    assert BriefingRead.objects.count() == 2
    assert verify_ledger().bad is None


def test_a_revision_of_what_changed_meanwhile_is_refused(
    incident: Incident, leader: Actor, agent: Actor
) -> None:
    pk = issue(incident, leader)
    revise(pk, leader)

    with refused(WasRevised, incident):
        revise(pk, leader, 30, seen_revision=1)
    with refused(ChangedSince, incident):
        read(pk, agent, revision=1, minutes=30)


def test_what_has_ended_stays_ended(incident: Incident, leader: Actor, agent: Actor) -> None:
    pk = issue(incident, leader)
    with refused(Refusal, incident):
        end_briefing(briefing_id=pk, why=" ", by=leader, at=at(12))
    end_briefing(briefing_id=pk, why="It works again", by=leader, at=at(12))

    assert briefings.open_now(at=at(13)) == []
    assert folded(incident, "briefing:1")["ended_why"] == "It works again"
    with refused(HasEnded, incident):
        revise(pk, leader)
    with refused(HasEnded, incident):
        end_briefing(briefing_id=pk, why="Again", by=leader, at=at(14))
    with refused(HasEnded, incident):
        read(pk, agent)
    with refused(HasEnded, incident):
        remind_unread(briefing_id=pk, by=leader, at=at(14))
    assert verify_ledger().bad is None


def test_a_briefing_is_for_its_teams(
    incident: Incident, leader: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    team("leeds", agent)
    issue(incident, leader, teams=["leeds"])
    told = briefings.open_now(at=at(11))

    assert [one.team_names for one in briefings.for_actor(told, agent)] == [("Leeds",)]
    assert briefings.for_actor(told, people["quality"]) == []


def test_a_restricted_briefing_is_for_whoever_sees_the_incident(
    manager: Actor, agent: Actor, strategy: Any
) -> None:
    secret = log(by=manager, restricted=True)
    pk = issue(secret, manager)
    told = briefings.open_now(at=at(11))

    assert len(briefings.for_actor(told, manager)) == 1
    assert briefings.for_actor(told, agent) == []
    with pytest.raises(NoSuchBriefing):
        briefings.one(agent, pk, at=at(11))
    with refused(NoSuchBriefing, secret):
        read(pk, agent)


def test_the_gravest_incident_stands_first(incident: Incident, manager: Actor) -> None:
    minor = log(by=manager, minutes=1, impact="I4", urgency="U4")
    grave = log(by=manager, minutes=1, impact="I1", urgency="U1")
    issue(minor, manager, 12)
    issue(grave, manager, 11)

    assert [one.ref for one in briefings.open_now(at=at(13))] == [grave.ref, minor.ref]


def test_what_is_withdrawn_is_marked_on_the_card_at_once(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    number = verified(incident, agent, leader)
    pk = issue(incident, leader, lines=[Line(part=Part.BROKEN, says="", fact=number)])
    Fact.objects.update(state="withdrawn", withdrawn_at=at(12), withdrawn_why="Wrong exchange")

    told = briefings.one(agent, pk, at=at(13))
    assert told.lines[0].no_more == "This was withdrawn: it is not true."


def test_who_has_read_stands_team_by_team(
    incident: Incident, leader: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    team("leeds", agent, leader)
    team("york", people["quality"], agent)
    pk = issue(incident, leader, teams=["leeds", "york"])
    read(pk, agent)

    teams = briefing_reads.by_team(briefings.one(leader, pk, at=at(12)))
    assert [(each.name, each.read, len(each.readers)) for each in teams] == [
        ("Leeds", 1, 2),
        ("York", 1, 2),
    ]


def test_whoever_is_in_no_team_is_not_forgotten(
    incident: Incident, leader: Actor, agent: Actor
) -> None:
    team("leeds", leader)
    pk = issue(incident, leader)

    teams = briefing_reads.by_team(briefings.one(leader, pk, at=at(12)))
    names = {each.name: [reader.name for reader in each.readers] for each in teams}
    assert names["Leeds"] == [Person.objects.get(email="siobhan.kelly@centre.example").name]
    assert agent.name in names[""]


def test_a_reminder_goes_to_those_who_have_not_read_it(
    incident: Incident, leader: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    team("leeds", agent, people["quality"])
    pk = issue(incident, leader, teams=["leeds"])
    read(pk, agent)

    assert remind_unread(briefing_id=pk, by=leader, at=at(15)) == 1
    letters = Message.objects.filter(purpose="briefing")
    assert [letter.recipient_id for letter in letters] == [people["quality"].person_id]
    with refused(JustReminded, incident):
        remind_unread(briefing_id=pk, by=leader, at=at(19))
    read(pk, people["quality"], minutes=21)
    with refused(EverybodyRead, incident):
        remind_unread(briefing_id=pk, by=leader, at=at(21))
    with refused(NotAllowed, incident):
        remind_unread(briefing_id=pk, by=agent, at=at(30))
    assert verify_ledger().bad is None


def test_only_a_person_reads(incident: Incident, leader: Actor) -> None:
    pk = issue(incident, leader)

    with refused(OnlyAPerson, incident):
        read(pk, system("tests"))
    with refused(NoSuchBriefing, incident):
        read(pk + 1, leader)
    assert entries(f"briefing:{pk}") == []


def test_withdrawing_a_fact_asks_whoever_was_briefed_to_read_again(
    incident: Incident, agent: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    number = verified(incident, agent, leader)
    pk = issue(incident, leader, lines=[Line(part=Part.BROKEN, says="", fact=number), SAY])
    other = issue(incident, leader, 11)
    read(pk, agent)

    withdraw_fact(
        incident_id=incident.pk, number=number, why="Wrong exchange", by=leader, at=at(15)
    )

    told = briefings.one(agent, pk, at=at(16))
    assert (told.revision, told.revised_at) == (2, at(15))
    assert Briefing.objects.get(pk=other).revision == 1
    assert briefing_reads.mine([agent.person_id or 0], [told], at=at(16)) == {}
    letters = Message.objects.filter(purpose="briefing").order_by("recipient_id")
    assert {letter.recipient_id for letter in letters} == {agent.person_id, leader.person_id}
    assert {letter.subject for letter in letters} == {"Stop saying this: Calls to Leeds drop"}
    assert kinds(incident)[-2:] == ["fact_withdrawn", "briefing_outdated"]
    assert verify_ledger().bad is None


def test_what_cannot_be_said_any_more_cannot_be_said_again(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    number = verified(incident, agent, leader)
    line = Line(part=Part.BROKEN, says="", fact=number)
    pk = issue(incident, leader, lines=[line])
    withdraw_fact(
        incident_id=incident.pk, number=number, why="Wrong exchange", by=leader, at=at(15)
    )

    with refused(CannotBeSaid, incident):
        revise(pk, leader, lines=[line, SAY])


def test_a_briefing_ends_with_its_incident(incident: Incident, agent: Actor, leader: Actor) -> None:
    pk = issue(incident, leader)
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=leader, at=at(20)
    )

    row = Briefing.objects.get(pk=pk)
    assert (row.state, row.ended_why, row.ended_at) == ("ended", "It is no incident.", at(20))
    assert kinds(incident)[-1] == "briefing_ended"
    assert verify_ledger().bad is None


def test_a_briefing_ends_with_an_incident_that_is_merged(incident: Incident, leader: Actor) -> None:
    other = log(by=leader, minutes=1)
    pk = issue(incident, leader)
    merge_incident(
        incident_id=incident.pk, into_id=other.pk, reason="The same", by=leader, at=at(20)
    )

    assert Briefing.objects.get(pk=pk).ended_why == f"The incident was merged into {other.ref}."
    assert verify_ledger().bad is None


def test_words_for_customers_that_claim_something_are_refused(
    incident: Incident, leader: Actor
) -> None:
    with refused(CannotBeSaid, incident) as refusal:
        issue(incident, leader, lines=[Line(part=Part.SAY, says="It works again.")])

    assert refusal.value.errors[0].says == (
        "“works again” is a claim. Put it on the board of facts and have it verified."
    )
