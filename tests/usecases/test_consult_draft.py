"""Stories of consulting people about a draft: asked, reminded, heard, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import agreement, consultation_links
from musterpoint.apps.policies.consultation_links import BadLink, EndedLink
from musterpoint.apps.policies.models import Contribution, Invitation
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.agreeing import StillMissing, WrongStage
from musterpoint.usecases.consult_draft import (
    Guest,
    HasAnAccount,
    InvitedAlready,
    NobodyInvited,
    NoSuchGroup,
    NoSuchInvitation,
    NotAnEMailAddress,
    NotYetHeld,
    TooManyInvitations,
    end_invitation,
    invite,
    open_consultation,
    record_consultation,
)
from musterpoint.usecases.contribute import (
    NoSuchClauseHere,
    NothingSaid,
    ReadAlready,
    TooManyWords,
    contribute,
    contribute_by_link,
    open_link,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.remind_consultation import remind_consultation
from musterpoint.usecases.working import OnlyAPerson, TooLong
from tests.factories import at, kinds
from tests.usecases import agreeing as story
from tests.usecases.agreeing import ANA, DAY, refused


@pytest.fixture
def draft(strategy: Version, manager: Actor) -> int:
    return story.in_consultation(manager)


def ask(draft: int, by: Actor, **more: Any) -> list[int]:
    return invite(draft_id=draft, by=by, at=at(2), **{"group": "agents"} | more)


def test_a_round_is_opened_with_the_text_as_it_was(draft: int) -> None:
    row = story.row(draft)
    round_ = agreement.last_round(draft)

    assert row.state == "consultation"
    assert round_ is not None
    assert (round_.number, round_.digest, round_.opened_at) == (1, row.digest, at(1))
    assert kinds(f"draft:{draft}") == ["draft_started", "consultation_opened"]
    story.adds_up(f"draft:{draft}")


def test_a_draft_with_errors_is_not_shown_to_anybody(strategy: Version, manager: Actor) -> None:
    pk = story.begun(manager)
    story.said(pk, "marks", [0.7, 0.5], by=manager)

    with refused(StillMissing) as refusal:
        open_consultation(draft_id=pk, by=manager, at=at(40))
    assert "The check finds 1 error." in str(refusal.value)


def test_a_round_is_opened_once(draft: int, manager: Actor) -> None:
    with refused(WrongStage):
        open_consultation(draft_id=draft, by=manager, at=at(5))


@pytest.mark.parametrize("role", ["agent", "team_leader", "welfare", "auditor"])
def test_who_may_not_lead_a_consultation(role: str, draft: int, people: dict[str, Actor]) -> None:
    by = people[role]
    acts: list[Callable[[], Any]] = [
        lambda: open_consultation(draft_id=draft, by=by, at=at(5)),
        lambda: ask(draft, by, guests=[ANA]),
        lambda: end_invitation(draft_id=draft, invitation_id=1, by=by, at=at(5)),
        lambda: meet(draft, by),
    ]
    for act in acts:
        with refused(NotAllowed):
            act()


def meet(draft: int, by: Actor, **more: Any) -> int:
    facts: dict[str, Any] = {"group": "agents", "held_on": date(2026, 3, 10)}
    facts |= {"spoke_with": "Six agents", "says": "Ten minutes is too short."}
    return record_consultation(draft_id=draft, by=by, at=at(9), **facts | more)


def test_colleagues_and_people_from_outside_are_asked(
    draft: int, manager: Actor, agent: Actor
) -> None:
    ask(draft, manager, people=[agent.person_id], guests=[ANA])

    (to_agent,) = story.letters(agent)
    (to_ana,) = story.letters(ANA.email)
    token = consultation_links.make(Invitation.objects.get(email=ANA.email))
    assert f"/strategy/drafts/{draft}/consultation/" in to_agent.body
    assert consultation_links.address(token) in to_ana.body
    assert "Please look at the matrix." in to_ana.body
    story.adds_up(f"draft:{draft}")


def test_the_ledger_never_learns_who_an_outside_person_is(draft: int, manager: Actor) -> None:
    invitation = story.invited(draft, manager)
    contribute_by_link(invitation=invitation, says="I am Ana", at=at(5))

    said = "".join(str(entry.data) + entry.actor for entry in Entry.objects.all())
    assert "Ana" not in said
    assert "council.example" not in said
    assert invitation.nonce not in said
    assert Entry.objects.filter(actor=f"invitation:{invitation.pk}").count() == 1
    story.adds_up(f"draft:{draft}")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"guests": [ANA], "group": "nobody"}, NoSuchGroup),
        ({}, NobodyInvited),
        ({"people": [999_999]}, NobodyInvited),
        ({"guests": [Guest(name="Bo", email="bo at home")]}, NotAnEMailAddress),
        ({"guests": [Guest(name="Bo", email="a@b.example\nBcc: c@d.example")]}, NotAnEMailAddress),
        ({"guests": [Guest(name=" ", email="bo@home.example")]}, Refusal),
        ({"guests": [Guest(name="Bo", email="maya.singh@centre.example")]}, HasAnAccount),
        ({"guests": [ANA, Guest(name="A", email="ANA@council.example")]}, InvitedAlready),
        ({"guests": [ANA] * 501}, TooManyInvitations),
    ],
)
def test_what_is_no_invitation(
    more: dict[str, Any], refusal: type[Exception], draft: int, people: dict[str, Actor]
) -> None:
    with refused(refusal):
        ask(draft, people["incident_manager"], **more)


def test_nobody_is_invited_twice(draft: int, manager: Actor, agent: Actor) -> None:
    ask(draft, manager, people=[agent.person_id], guests=[ANA])

    for again in ({"people": [agent.person_id]}, {"guests": [ANA]}):
        with refused(InvitedAlready):
            ask(draft, manager, **again)


def test_a_link_that_was_altered_opens_nothing(draft: int, manager: Actor) -> None:
    token = consultation_links.make(story.invited(draft, manager))

    for bad in ("", "~", token[:-1], f"9{token}", token.replace("~", "")):
        with pytest.raises(BadLink):
            consultation_links.read(bad)


def test_an_invitation_that_was_taken_back_opens_nothing(draft: int, manager: Actor) -> None:
    invitation = story.invited(draft, manager)
    end_invitation(draft_id=draft, invitation_id=invitation.pk, by=manager, at=at(6))

    with pytest.raises(EndedLink):
        consultation_links.read(consultation_links.make(invitation))
    with refused(EndedLink):
        contribute_by_link(invitation=invitation, says="Too late", at=at(7))
    with refused(NoSuchInvitation):
        end_invitation(draft_id=draft, invitation_id=invitation.pk, by=manager, at=at(8))
    assert not Timer.objects.filter(
        kind="consultation_waiting", fired_at=None, cancelled_at=None
    ).exists()


def test_what_a_guest_says_stands_with_clause_and_group(draft: int, manager: Actor) -> None:
    invitation = story.invited(draft, manager)
    open_link(invitation=invitation, at=at(4))
    open_link(invitation=invitation, at=at(5))
    number = contribute_by_link(
        invitation=invitation, says=" Call us first. ", clause="paths.technology", at=at(5)
    )

    row = Contribution.objects.get(number=number)
    assert (row.says, row.clause, row.group) == (
        "Call us first.",
        "paths.technology",
        "works_council",
    )
    assert Invitation.objects.get(pk=invitation.pk).opened_at == at(4)
    standing = agreement.standing_of(story.row(draft), at=at(6))
    assert standing.progress.heard == {"works_council"}
    assert standing.progress.waiting == (number,)


def test_to_have_read_it_counts_and_needs_no_answer(draft: int, manager: Actor) -> None:
    invitation = story.invited(draft, manager)
    contribute_by_link(invitation=invitation, says="", read=True, at=at(5))

    progress = agreement.standing_of(story.row(draft), at=at(6)).progress
    assert progress.heard == {"works_council"}
    assert progress.waiting == ()
    with refused(ReadAlready):
        contribute_by_link(invitation=invitation, says="", read=True, at=at(6))


def test_a_colleague_counts_for_the_group_they_were_asked_for(
    draft: int, manager: Actor, agent: Actor, leader: Actor
) -> None:
    ask(draft, manager, people=[agent.person_id])
    contribute(draft_id=draft, says="Fine by us.", by=agent, at=at(5))
    contribute(draft_id=draft, says="Not by me.", by=leader, at=at(6))

    assert agreement.standing_of(story.row(draft), at=at(6)).progress.heard == {"agents"}
    assert list(Contribution.objects.order_by("number").values_list("group", flat=True)) == [
        "agents",
        "",
    ]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"says": " "}, NothingSaid),
        ({"says": "x", "clause": "paths.nowhere"}, NoSuchClauseHere),
        ({"says": "x" * 8_001}, TooLong),
    ],
)
def test_what_is_no_comment(
    more: dict[str, Any], refusal: type[Exception], draft: int, manager: Actor, agent: Actor
) -> None:
    invitation = story.invited(draft, manager)

    with refused(refusal):
        contribute(draft_id=draft, by=agent, at=at(5), **more)
    with refused(refusal):
        contribute_by_link(invitation=invitation, at=at(5), **more)


def test_the_product_itself_has_no_opinion(draft: int) -> None:
    with refused(OnlyAPerson):
        contribute(draft_id=draft, says="Good", by=system("worker"), at=at(5))


def test_a_link_cannot_be_used_to_flood(draft: int, manager: Actor) -> None:
    invitation = story.invited(draft, manager)
    for count in range(30):
        contribute_by_link(invitation=invitation, says=f"No {count}", at=at(5))

    with refused(TooManyWords):
        contribute_by_link(invitation=invitation, says="And no", at=at(64))
    contribute_by_link(invitation=invitation, says="An hour later", at=at(66))


def test_nobody_comments_on_what_nobody_asked_about(
    strategy: Version, manager: Actor, agent: Actor
) -> None:
    pk = story.begun(manager)

    with refused(WrongStage):
        contribute(draft_id=pk, says="Hm", by=agent, at=at(5))
    with refused(WrongStage):
        meet(pk, manager)
    with refused(WrongStage):
        ask(pk, manager, guests=[ANA])


def test_a_meeting_is_written_down(draft: int, manager: Actor) -> None:
    number = meet(draft, manager)

    row = Contribution.objects.get(number=number)
    assert (row.way, row.group, row.spoke_with) == ("meeting", "agents", "Six agents")
    assert row.recorded_by_id == manager.person_id
    story.adds_up(f"draft:{draft}")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"group": "nobody"}, NoSuchGroup),
        ({"held_on": date(2026, 3, 11)}, NotYetHeld),
        ({"spoke_with": " "}, Refusal),
    ],
)
def test_what_is_no_meeting(
    more: dict[str, Any], refusal: type[Exception], draft: int, manager: Actor
) -> None:
    with refused(refusal):
        meet(draft, manager, **more)


def test_a_colleague_finds_the_invitation_and_the_reminder_on_the_page_too(
    draft: int, manager: Actor, agent: Actor
) -> None:
    ask(draft, manager, people=[agent.person_id], guests=[ANA])
    remind_consultation(claim_due(at=at(2.6 * DAY), limit=9), at(2.6 * DAY))

    rows = Message.objects.filter(channel="in_product", purpose="consultation").order_by("id")
    link = f"/strategy/drafts/{draft}/consultation/"
    assert [(row.recipient_id, row.link) for row in rows] == [(agent.person_id, link)] * 2
    assert [row.subject.partition(":")[0] for row in rows][1:] == ["Reminder"]
    assert rows[0].subject.startswith("Your view on ")
    assert not Message.objects.filter(address=ANA.email).exclude(channel="email").exists()


def test_who_has_not_answered_is_reminded_once(draft: int, manager: Actor, agent: Actor) -> None:
    ask(draft, manager, people=[agent.person_id], guests=[ANA])
    contribute(draft_id=draft, says="Fine.", by=agent, at=at(5))
    assert claim_due(at=at(2.4 * DAY), limit=9) == []

    due = claim_due(at=at(2.6 * DAY), limit=9)
    remind_consultation(due, at(2.6 * DAY))
    remind_consultation(due, at(2.7 * DAY))

    subjects = [letter.subject for letter in story.letters(ANA.email)]
    assert [subject.partition(":")[0] for subject in subjects][1:] == ["Reminder"]
    assert len(story.letters(agent)) == 1
    story.adds_up(f"draft:{draft}")
