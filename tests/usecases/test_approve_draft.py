"""Stories of approval: asked for, signed, refused, taken back; a signature holds for one text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.policies import agreement
from musterpoint.apps.policies.models import ApprovalRequest, Signature
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.agreeing import StillMissing, TextChanged, WrongStage
from musterpoint.usecases.approve_draft import (
    MayNotSign,
    SignedAlready,
    ask_for_approval,
    refuse_to_sign,
)
from musterpoint.usecases.consult_draft import open_consultation
from musterpoint.usecases.contribute import contribute
from musterpoint.usecases.drafting import NotEditable
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.withdraw_draft import (
    abandon_draft,
    return_to_consultation,
    withdraw_to_drafting,
)
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import at, kinds
from tests.usecases import agreeing as story
from tests.usecases.agreeing import DAY, refused

LATER = at(6 * DAY)
MANAGER, WELFARE = "incident_manager", "welfare_lead"


def missing(refusal: Any) -> list[str]:
    return [one.field for one in refusal.value.errors]


def test_approval_needs_every_group_time_and_answers(
    strategy: Version, manager: Actor, agent: Actor
) -> None:
    pk = story.in_consultation(manager)
    contribute(draft_id=pk, says="Why?", by=agent, at=at(5))

    with refused(StillMissing) as refusal:
        ask_for_approval(draft_id=pk, by=manager, at=at(10))
    assert missing(refusal) == ["group:agents", "group:works_council", "open_for", "answers"]


def test_approval_is_asked_of_whoever_must_sign(
    strategy: Version, people: dict[str, Actor]
) -> None:
    pk = story.in_approval(people["administrator"])

    assert story.row(pk).state == "approval"
    for role in ("incident_manager", "welfare", "team_leader"):
        assert story.letters(people[role])[-1].subject.startswith("Your signature on ")
    assert story.letters(people["agent"]) == []
    assert ApprovalRequest.objects.get().digest == story.row(pk).digest
    story.adds_up(f"draft:{pk}")


def test_words_change_no_more_once_approval_is_asked(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)

    with refused(NotEditable):
        story.said(pk, "marks", [0.5], by=manager, when=LATER)


def test_with_the_last_signature_it_is_approved(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    pk = story.in_approval(people["administrator"])
    story.sign(pk, MANAGER, manager, says="Good work.")
    assert story.row(pk).state == "approval"

    story.sign(pk, WELFARE, people["welfare"])

    assert story.row(pk).state == "approved"
    assert kinds(f"draft:{pk}")[-3:] == ["draft_signed", "draft_signed", "draft_approved"]
    assert story.letters(people["administrator"])[-1].subject.endswith("is approved")
    story.adds_up(f"draft:{pk}")


def test_without_approvers_it_is_approved_at_once(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager, approvers=[])

    assert story.row(pk).state == "approved"


@pytest.mark.parametrize(
    ("role", "who", "says"),
    [
        (MANAGER, "agent", "Your account role does not hold this role."),
        ("loggist", "agent", "The document does not name this role as an approver."),
        ("nonsense", "incident_manager", "The document does not name this role as an approver."),
    ],
)
def test_who_may_not_sign(
    role: str, who: str, says: str, strategy: Version, people: dict[str, Actor]
) -> None:
    pk = story.in_approval(people["incident_manager"])

    with refused(MayNotSign) as refusal:
        story.sign(pk, role, people[who])
    assert str(refusal.value) == says


def test_only_whom_the_centre_names_signs(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    auditor = people["auditor"].person_id or 0
    RoleHolder.objects.create(role=MANAGER, person_id=auditor, rank=1)
    pk = story.in_approval(manager)

    with refused(MayNotSign):
        story.sign(pk, MANAGER, manager)
    story.sign(pk, MANAGER, people["auditor"])
    assert Signature.objects.get().person_id == auditor


def test_one_person_may_sign_for_two_roles_each_by_itself(
    strategy: Version, people: dict[str, Actor]
) -> None:
    pk = story.in_approval(people["incident_manager"])
    story.sign(pk, MANAGER, people["team_leader"])
    assert story.row(pk).state == "approval"

    story.sign(pk, WELFARE, people["team_leader"])
    assert story.row(pk).state == "approved"


def test_nobody_signs_twice_or_another_text(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)
    with refused(TextChanged):
        story.sign(pk, MANAGER, manager, digest="0" * 64)
    story.sign(pk, MANAGER, manager)

    with refused(SignedAlready):
        story.sign(pk, MANAGER, manager)


def test_the_product_itself_signs_nothing(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)

    with refused(OnlyAPerson):
        story.sign(pk, MANAGER, system("worker"))


def test_nothing_is_signed_before_it_is_asked_for(strategy: Version, manager: Actor) -> None:
    pk = story.in_consultation(manager)

    with refused(WrongStage):
        story.sign(pk, MANAGER, manager)


def no(pk: int, role: str, by: Actor, says: str = "The matrix is too lax.") -> None:
    refuse_to_sign(
        draft_id=pk, role=role, digest=story.row(pk).digest, says=says, by=by, at=at(6 * DAY + 20)
    )


def test_a_refusal_keeps_it_from_being_approved_and_may_be_thought_over(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    pk = story.in_approval(people["administrator"])
    no(pk, WELFARE, people["welfare"])
    story.sign(pk, MANAGER, manager)

    assert story.row(pk).state == "approval"
    assert "The matrix is too lax." in story.letters(people["administrator"])[-1].body
    with refused(SignedAlready):
        no(pk, WELFARE, people["welfare"])

    story.sign(pk, WELFARE, people["welfare"], at=at(6 * DAY + 30))
    assert story.row(pk).state == "approved"
    story.adds_up(f"draft:{pk}")


def test_a_refusal_says_why(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)

    with refused(Refusal):
        no(pk, MANAGER, manager, says=" ")


def test_an_edit_after_a_signature_voids_it(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    pk = story.in_approval(manager)
    story.sign(pk, MANAGER, manager)
    return_to_consultation(draft_id=pk, says="A word is wrong", by=manager, at=at(7 * DAY))
    story.said(pk, "marks", [0.5], by=manager, when=at(7 * DAY))
    ask_for_approval(draft_id=pk, by=manager, at=at(7 * DAY))
    story.sign(pk, WELFARE, people["welfare"], at=at(7 * DAY))

    assert story.row(pk).state == "approval"
    standing = agreement.standing_of(story.row(pk), at=at(7 * DAY))
    assert len(standing.progress.signatures) == 2
    story.sign(pk, MANAGER, manager, at=at(7 * DAY))
    assert story.row(pk).state == "approved"
    story.adds_up(f"draft:{pk}")


def test_without_an_edit_signatures_still_hold(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    pk = story.in_approval(manager)
    story.sign(pk, MANAGER, manager)
    return_to_consultation(draft_id=pk, says="One more question", by=manager, at=at(7 * DAY))
    ask_for_approval(draft_id=pk, by=manager, at=at(7 * DAY))
    story.sign(pk, WELFARE, people["welfare"], at=at(7 * DAY))

    assert story.row(pk).state == "approved"


def test_taken_back_for_writing_everybody_is_asked_anew(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)
    withdraw_to_drafting(draft_id=pk, says="A new plan", by=manager, at=at(7 * DAY))
    assert story.row(pk).state == "drafting"

    assert open_consultation(draft_id=pk, by=manager, at=at(8 * DAY)) == 2
    with refused(StillMissing) as refusal:
        ask_for_approval(draft_id=pk, by=manager, at=at(20 * DAY))
    assert missing(refusal) == ["group:agents", "group:works_council"]
    story.adds_up(f"draft:{pk}")


def test_taking_back_needs_a_reason_and_a_draft_that_is_on_its_way(
    strategy: Version, manager: Actor
) -> None:
    pk = story.in_consultation(manager)
    with refused(Refusal):
        withdraw_to_drafting(draft_id=pk, says="", by=manager, at=at(5))
    abandon_draft(draft_id=pk, says="Not needed", by=manager, at=at(6))

    acts: list[Callable[[], Any]] = [
        lambda: withdraw_to_drafting(draft_id=pk, says="x", by=manager, at=at(7)),
        lambda: return_to_consultation(draft_id=pk, says="x", by=manager, at=at(7)),
        lambda: abandon_draft(draft_id=pk, says="x", by=manager, at=at(7)),
        lambda: ask_for_approval(draft_id=pk, by=manager, at=at(7)),
    ]
    for act in acts:
        with refused(WrongStage):
            act()


@pytest.mark.parametrize("role", ["agent", "team_leader", "welfare", "auditor"])
def test_who_may_not_lead_it(role: str, strategy: Version, people: dict[str, Actor]) -> None:
    pk, by = story.in_approval(people["incident_manager"]), people[role]
    acts: list[Callable[[], Any]] = [
        lambda: ask_for_approval(draft_id=pk, by=by, at=LATER),
        lambda: withdraw_to_drafting(draft_id=pk, says="x", by=by, at=LATER),
        lambda: return_to_consultation(draft_id=pk, says="x", by=by, at=LATER),
        lambda: abandon_draft(draft_id=pk, says="x", by=by, at=LATER),
    ]
    for act in acts:
        with refused(NotAllowed):
            act()


def test_the_database_keeps_a_signature_as_it_is(strategy: Version, manager: Actor) -> None:
    pk = story.in_approval(manager)
    story.sign(pk, MANAGER, manager)

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Signature.objects.update(role=WELFARE)
    with pytest.raises(IntegrityError, match="stays"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM policies_signature")
