from __future__ import annotations

from dataclasses import replace

import pytest

from musterpoint.domain.policy.communications import SecondPerson
from musterpoint.domain.updates import (
    AgreesWithThemselves,
    NotTheApprover,
    may_agree,
    needs_second_person,
)
from tests.domain.updates.stage import CUSTOMERS, FLOOR, RULE

ASHA, BEN, CARA = 1, 2, 3


def test_outside_the_organisation_somebody_else_agrees_unless_the_plan_says_otherwise() -> None:
    for second, outside, inside in (
        (SecondPerson.OUTSIDE, True, False),
        (SecondPerson.ALWAYS, True, True),
        (SecondPerson.NEVER, False, False),
    ):
        rule = replace(RULE, second_person=second)
        assert needs_second_person(rule, CUSTOMERS) is outside
        assert needs_second_person(rule, FLOOR) is inside
    assert needs_second_person(None, CUSTOMERS)
    assert not needs_second_person(None, FLOOR)


def test_the_approver_of_the_plan_agrees() -> None:
    may_agree(RULE, role_name="The lead", person=BEN, composers={ASHA}, approvers={BEN})


@pytest.mark.parametrize("person", [ASHA, None])
def test_whoever_had_a_hand_in_the_words_is_no_second_person(person: int | None) -> None:
    with pytest.raises(AgreesWithThemselves, match="Somebody other than the composer"):
        may_agree(
            RULE,
            role_name="The lead",
            person=person,
            composers={ASHA, CARA},
            approvers={ASHA, BEN},
        )


def test_somebody_without_the_role_does_not_agree_for_it() -> None:
    with pytest.raises(NotTheApprover, match="The plan wants The lead to agree"):
        may_agree(RULE, role_name="The lead", person=CARA, composers={ASHA}, approvers={BEN})

    may_agree(None, role_name="", person=CARA, composers={ASHA}, approvers=())
