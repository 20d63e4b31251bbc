"""Assessing: people judge, the strategy makes the priority, and clocks, path and duties follow."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident, Obligation, RoleOnIncident, Task
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.declare_major import declare_major
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import assert_ledger_adds_up, at, entries, log
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling

UNSURE = dict.fromkeys(("Q1", "Q2", "Q6", "Q7", "Q8"), False) | {"Q9": True}


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P3, by impact I2 and urgency U3."""
    return Handling(incident=log(by=agent, impact="I2", urgency="U3"), by=manager)


def test_a_judgement_makes_the_priority_with_its_clauses(handling: Handling) -> None:
    judged = handling.assess(10, impact="I1", urgency="U1", reason=" Both sites are down ")

    row = handling.row
    assert (judged.old_priority, row.priority, row.gravest_priority) == ("P3", "P1", "P1")
    assert (row.assessed_at, row.version) == (at(10), 2)
    clause = {
        "clause": "matrix.I1.U1",
        "says": "I1 (Everybody, or somebody's life) and U1 (Now) make P1.",
    }
    assert row.because == [clause]
    entry = entries(row)[-1]
    assert (entry.kind, entry.data["reason"]) == ("assessed", "Both sites are down")
    assert entry.data["because"] == [clause]
    assert_ledger_adds_up(row)


def test_what_is_not_judged_stays_as_it_was(handling: Handling) -> None:
    handling.assess(10, urgency="U4")

    row = handling.row
    assert (row.impact, row.urgency, row.priority) == ("I2", "U4", "P4")


def test_the_gravest_priority_is_remembered(handling: Handling) -> None:
    handling.assess(10, impact="I1", urgency="U1")
    handling.assess(20, impact="I4", urgency="U4")

    row = handling.row
    assert (row.priority, row.gravest_priority) == ("P5", "P1")


def test_a_rise_begins_the_path_anew_and_the_prompts_to_look_again(handling: Handling) -> None:
    handling.assess(10, impact="I1", urgency="U1")

    runs = Run.objects.filter(incident=handling.incident).order_by("pk")
    assert [(run.priority, run.state) for run in runs] == [("P3", "stopped"), ("P1", "running")]
    assert list(armed(TimerKind.PATH_STEP)) == [str(runs[1].pk)]
    assert armed(TimerKind.REASSESS)[str(handling.incident.pk)][0] == at(40)


def test_a_fall_leaves_the_path_and_ends_the_prompts(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)

    handling.assess(1, impact="I4", urgency="U4")

    assert Run.objects.get(incident=handling.incident).state == "running"
    assert armed(TimerKind.REASSESS) == {}


def test_a_rise_within_a_major_incident_tells_nobody_anew(handling: Handling) -> None:
    handling.acknowledge(1)
    declare_major(
        incident_id=handling.incident.pk, criteria=["two_sites"], by=handling.by, at=at(2)
    )
    handling.acknowledge(3)
    runs = Run.objects.filter(incident=handling.incident).count()

    handling.assess(10, urgency="U1")

    assert (handling.row.priority, handling.clock("restore").calendar) == ("P2", "always")
    assert Run.objects.filter(incident=handling.incident).count() == runs
    assert armed(TimerKind.PATH_STEP) == {}


def test_the_roles_a_graver_priority_needs_are_opened(handling: Handling) -> None:
    before = set(RoleOnIncident.objects.values_list("code", flat=True))

    handling.assess(10, impact="I1", urgency="U1")

    codes = set(RoleOnIncident.objects.values_list("code", flat=True))
    assert before == {"incident_manager", "duty_manager", "team_leader"}
    assert codes - before == {"loggist", "communications_lead", "welfare_lead"}


def test_a_new_category_adds_its_duties_and_takes_none_away(handling: Handling) -> None:
    tasks = Task.objects.filter(incident=handling.incident).count()

    handling.assess(10, category="tel_total")

    assert Task.objects.filter(incident=handling.incident).count() == tasks + 6
    owed = Obligation.objects.filter(incident=handling.incident).order_by("pk")
    assert [one.code for one in owed] == [
        "equality_act",
        "client_sla",
    ]
    handling.assess(20, category="")
    handling.assess(30, category="tel_total")
    assert Task.objects.filter(incident=handling.incident).count() == tasks + 6
    assert owed.count() == 2
    assert_ledger_adds_up(handling.incident)


def test_distress_and_restriction_come_with_the_category_and_stay(handling: Handling) -> None:
    handling.assess(10, category="safeguard")
    handling.assess(20, category="tel_total")

    assert (handling.row.distress, handling.row.restricted) == (True, True)


def test_another_category_of_the_same_weight_changes_the_path_until_somebody_answered(
    handling: Handling,
) -> None:
    handling.assess(10, category="tel_total")
    handling.acknowledge(11)
    handling.assess(20, category="")

    runs = Run.objects.filter(incident=handling.incident).order_by("pk")
    assert [(run.path, run.state) for run in runs] == [
        ("generic", "stopped"),
        ("technology", "acknowledged"),
    ]


def test_an_answer_belongs_to_the_question_of_its_category(handling: Handling) -> None:
    handling.assess(10, category="data_small", floor_answer=True)
    assert (handling.row.floor_answer, handling.row.priority) == (True, "P2")

    handling.assess(20, category="recording_fail")
    assert (handling.row.floor_answer, handling.row.priority) == (None, "P3")


def test_an_assessment_answers_the_prompt_and_the_unsure_log(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, triage=UNSURE), by=manager)
    handling.correct(1, {"nature": "It crackles"})
    assert handling.row.reassess_reason == "The facts have changed since the last assessment."

    handling.assess(2)

    assert handling.row.reassess_reason == ""
    assert armed(TimerKind.TRIAGE_DUE) == {}


def test_a_priority_set_by_hand_says_so_and_why(handling: Handling) -> None:
    handling.assess(10, override_priority="P1", reason="The client's launch is today")

    row = handling.row
    assert (row.priority, row.override_priority, row.override_reason) == (
        "P1",
        "P1",
        "The client's launch is today",
    )
    assert row.because[-1] == {
        "clause": "priorities.P1",
        "says": "Set to P1 by hand in place of P3: The client's launch is today",
    }
    handling.assess(20)
    assert (handling.row.priority, handling.row.override_priority) == ("P3", "")
    assert_ledger_adds_up(row)


def test_what_is_left_open_keeps_the_priority_set_by_hand(
    handling: Handling, people: dict[str, Actor]
) -> None:
    handling.assess(10, override_priority="P1", reason="The client's launch is today")

    handling.assess(20, impact="I4", override_priority=None)
    assert (handling.row.priority, handling.row.override_reason) == (
        "P1",
        "The client's launch is today",
    )
    # Somebody who may not set one does not take one back either, nor is refused for judging.
    handling.assess(30, impact="I2", by=people["quality"])
    handling.assess(40, impact="I2", by=people["quality"], override_priority="P1")
    assert (handling.row.priority, handling.row.override_priority) == ("P1", "P1")


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ({"impact": "I9"}, {"impact": "There is no impact 'I9'. Allowed: I1, I2, I3, I4."}),
        ({"urgency": "U0"}, {"urgency": "There is no urgency 'U0'. Allowed: U1, U2, U3, U4."}),
        (
            {"override_priority": "P1", "reason": "  "},
            {"reason": "Say why the priority is set to P1 by hand."},
        ),
        (
            {"override_priority": "P9", "reason": "Because"},
            {"override_priority": "There is no priority 'P9'. Allowed: P1, P2, P3, P4, P5."},
        ),
        ({"reason": "x" * 5001}, {"reason": "This has 5001 characters; 5000 fit here."}),
    ],
)
def test_what_the_strategy_does_not_know_is_refused_by_name(
    handling: Handling, asked: dict[str, Any], problems: dict[str, str]
) -> None:
    with nothing_changes(Refusal, **problems):
        handling.assess(10, **asked)


def test_an_unknown_category_is_refused_with_those_there_are(handling: Handling) -> None:
    with pytest.raises(Refusal) as refusal:
        handling.assess(10, category="ghosts")

    (problem,) = refusal.value.errors
    assert problem.field == "category"
    assert problem.says.startswith("There is no category 'ghosts'. Allowed: unknown, tel_total, ")


def test_only_an_open_incident_is_assessed(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.resolve(2)

    with nothing_changes(Conflict, status="Only an open incident is assessed."):
        handling.assess(3, impact="I1")


def test_a_stale_page_assesses_nothing(handling: Handling) -> None:
    handling.acknowledge(1)

    with nothing_changes(StaleVersion):
        handling.assess(2, impact="I1", seen_version=1)


def test_those_who_may_assess_may_not_all_override(
    handling: Handling, people: dict[str, Actor]
) -> None:
    for role in ("agent", "welfare", "administrator", "auditor"):
        with nothing_changes(
            NotAllowed,
            role="Only these roles may assess: communications, incident manager, planner,"
            " quality, team leader.",
        ):
            handling.assess(10, impact="I1", by=people[role])
    for role in ("communications", "planner", "quality"):
        with nothing_changes(
            NotAllowed,
            role="Only these roles may override priority: incident manager, team leader.",
        ):
            handling.assess(10, override_priority="P1", reason="Because", by=people[role])


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.assess(10, impact="I1", by=leader)
