from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.document import Answer, OverrideTrigger, Question
from musterpoint.domain.triage import BrokenTree, UnknownQuestion, Verdict, walk
from musterpoint.domain.verdicts import VerdictKind
from tests.domain.strategies import shipped

TREE = shipped().triage


def verdict(**answers: bool) -> Verdict:
    got = walk(TREE, answers)
    assert isinstance(got, Verdict)
    return got


def asked(**answers: bool) -> str:
    got = walk(TREE, answers)
    assert isinstance(got, Question)
    return got.code


def test_danger_is_asked_first() -> None:
    assert asked() == "Q1"


@given(truths=st.fixed_dictionaries({question.code: st.booleans() for question in TREE}))
def test_any_answers_lead_to_a_verdict(truths: dict[str, bool]) -> None:
    got = verdict(**truths)

    assert got.kind in VerdictKind
    assert all(because.clause.startswith("triage.Q") for because in got.because)


def test_danger_to_people_is_an_incident_and_says_so_to_the_priority() -> None:
    got = verdict(Q1=True)

    assert got.kind is VerdictKind.INCIDENT
    assert got.sets == {OverrideTrigger.LIFE_SAFETY}
    assert got.because[0].says == (
        "Is anybody hurt, in danger or threatened right now? Yes:"
        " People in danger are an incident, and P1."
    )


def test_what_has_failed_is_asked_about_before_what_displeased() -> None:
    assert asked(Q1=False, Q2=True) == "Q3"
    assert asked(Q1=False, Q2=False) == "Q6"


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"Q1": False, "Q2": True, "Q3": True}, "incident"),
        ({"Q1": False, "Q2": True, "Q3": False, "Q4": True}, "incident"),
        ({"Q1": False, "Q2": True, "Q3": False, "Q4": False, "Q5": True}, "incident"),
        ({"Q1": False, "Q2": False, "Q6": True}, "complaint"),
        ({"Q1": False, "Q2": False, "Q6": False, "Q7": True}, "service_request"),
        ({"Q1": False, "Q2": False, "Q6": False, "Q7": False, "Q8": True}, "enquiry"),
        (
            {"Q1": False, "Q2": False, "Q6": False, "Q7": False, "Q8": False, "Q9": True},
            "incident_unsure",
        ),
    ],
)
def test_the_questions_tell_incidents_from_the_rest(answers: dict[str, bool], kind: str) -> None:
    assert verdict(**answers).kind == kind


def test_a_fault_for_one_person_that_can_wait_and_displeases_is_a_complaint() -> None:
    got = verdict(Q1=False, Q2=True, Q3=False, Q4=False, Q5=False, Q6=True)

    assert got.kind is VerdictKind.COMPLAINT
    assert not got.is_incident


def test_an_incident_can_be_a_complaint_too() -> None:
    got = verdict(Q1=False, Q2=True, Q3=True, Q6=True)

    assert got.is_incident
    assert got.also_complaint
    assert got.because[-1].clause == "triage.Q6"


def test_an_incident_asks_for_the_complaint_when_nobody_has() -> None:
    got = verdict(Q1=False, Q2=True, Q3=True)

    assert not got.also_complaint
    assert got.ask_also is not None
    assert got.ask_also.code == "Q6"
    assert verdict(Q1=False, Q2=True, Q3=True, Q6=False).ask_also is None


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(UnknownQuestion, match="There is no question 'Q99'"):
        walk(TREE, {"Q99": True})


def test_a_tree_that_goes_round_is_refused_rather_than_walked_for_ever() -> None:
    round_ = Answer(goto="Q1")
    tree = (replace(TREE[0], yes=round_, no=round_),)

    with pytest.raises(BrokenTree):
        walk(tree, {"Q1": True})


def test_no_questions_are_refused() -> None:
    with pytest.raises(BrokenTree):
        walk((), {})
