"""Every finding about goals, authority, telling, means, exercises and agreement, provoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.aims import Scope
from musterpoint.domain.policy.checks import check
from musterpoint.domain.policy.communications import Audience, Template
from musterpoint.domain.policy.findings import Severity
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.preparing import AgreementRule
from tests.domain.strategies import new_findings, shipped, with_entry, with_parts

HOUR = timedelta(hours=1)
AGREEMENT = shipped().agreement or AgreementRule(groups=(), approvers=())
MUST = [key for part in PARTS for key in part.must]


def test_the_shipped_strategy_has_no_error_and_says_what_its_owner_must_confirm() -> None:
    found = check(shipped())

    assert {one.severity for one in found} == {Severity.WARNING}
    assert [(one.path, one.says.partition(":")[0]) for one in found] == [
        ("obligations", "33 of our 33 duties are not confirmed"),
        ("obligations", "17 of our 33 duties are known from memory only"),
    ]


@pytest.mark.parametrize("key", MUST)
def test_a_part_that_may_not_be_empty_is_missed(key: str) -> None:
    empty: object = None if key in {"scope", "risk_scale", "agreement"} else {}
    title = next(part.title for part in PARTS if key in part.keys)

    found = new_findings(with_parts(**{key: frozenset() if key == "we_are" else empty}))

    assert ("error", key, f"Nothing stands under '{key}', and '{title}' may not be empty.") in found


def test_a_decision_without_a_reason_is_found_once_for_all() -> None:
    rationale = {
        key: says for key, says in shipped().rationale.items() if key not in {"matrix", "levers"}
    }

    says = "No reason is given for matrix, levers."
    assert new_findings(with_parts(rationale=rationale)) == {("warning", "rationale", says)}


def test_a_reason_may_stand_in_the_part_itself() -> None:
    rationale = {key: says for key, says in shipped().rationale.items() if key != "scope"}
    scope = replace(shipped().scope or Scope(), rationale="Where we work.")

    assert new_findings(with_parts(rationale=rationale, scope=scope)) == set()


def test_a_goal_that_nothing_serves_is_found() -> None:
    found = new_findings(with_entry("goals", "safety", served_by=()))

    assert ("error", "goals.safety.served_by", "Nothing serves this goal.") in found


def test_a_goal_that_nothing_measures_is_found() -> None:
    goal = shipped().goals["learning"]
    rest = tuple(name for name in goal.served_by if not name.startswith("measures"))

    found = new_findings(with_entry("goals", "learning", served_by=rest))

    says = "No measure says whether this goal is kept."
    assert ("warning", "goals.learning.served_by", says) in found


def test_what_serves_no_goal_is_found_once_for_all() -> None:
    goals = {
        code: replace(goal, served_by=tuple(n for n in goal.served_by if n != "paths.information"))
        for code, goal in shipped().goals.items()
    }

    says = "One clause serves no goal: paths.information."
    assert new_findings(with_parts(goals=goals)) == {("warning", "goals", says)}


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        ({"responsible": ()}, "error", "responsible", "Nobody does it."),
        (
            {"informed": ("technical_lead",)},
            "warning",
            "informed",
            "technical_lead: asked before and told afterwards.",
        ),
    ],
)
def test_an_activity_that_is_not_clear_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    found = new_findings(with_entry("authority", "declare_major", **changes))

    assert found == {(severity, f"authority.declare_major.{path}", says)}


def test_a_role_that_nobody_may_hold_neither_answers_nor_agrees_nor_signs() -> None:
    roles = shipped().roles
    nobody = replace(roles["executive_sponsor"], held_by=frozenset())
    strategy = replace(
        with_entry("authority", "declare_major", accountable="executive_sponsor"),
        roles={**roles, "executive_sponsor": nobody},
        communications={
            code: replace(one, approver="executive_sponsor") if code == "executives" else one
            for code, one in shipped().communications.items()
        },
    )

    assert {
        (
            "error",
            "authority.declare_major.accountable",
            "executive_sponsor answers for it, a role that nobody may hold.",
        ),
        (
            "error",
            "communications.executives.approver",
            "executive_sponsor has to agree, a role that nobody may hold.",
        ),
        (
            "error",
            "agreement.approvers",
            "executive_sponsor has to sign, a role that nobody may hold.",
        ),
    } <= new_findings(strategy)


def test_a_grave_role_without_a_stand_in_is_found() -> None:
    found = new_findings(with_entry("resources", "duty_managers", alternates=()))

    says = "Nobody stands in for who a grave incident needs: duty_manager."
    assert found == {("warning", "resources", says)}


def test_a_grave_role_without_training_is_found() -> None:
    found = new_findings(
        with_entry("training", "words_in_a_crisis", roles=("key_account_manager",))
    )

    roles = "communications_lead, customer_impact_lead, executive_sponsor"
    says = f"3 roles that a grave incident needs have no training: {roles}."
    assert found == {("warning", "training", says)}


def test_a_priority_at_which_nobody_is_told_is_found() -> None:
    inside = {
        code: rule
        for code, rule in shipped().communications.items()
        if not shipped().audiences[rule.audience].outside
    }
    found = new_findings(with_parts(communications=inside))

    says = "At P1 nobody outside is told anything."
    assert ("error", "communications", says) in found


def test_a_group_of_which_nobody_is_told_is_found() -> None:
    few = frozenset({"technology"})
    rows = {
        code: replace(rule, groups=few) if "P2" in rule.priorities else rule
        for code, rule in shipped().communications.items()
    }
    found = new_findings(with_parts(communications=rows))

    groups = sorted({one.group for one in shipped().categories.values()} - {"generic", *few})
    listed = ", ".join(groups[:6]) + (f" and {len(groups) - 6} more" if len(groups) > 6 else "")
    for where in ("within the organisation", "outside"):
        says = f"At P2 nobody {where} is told of {listed}."
        assert ("warning", "communications", says) in found


def test_telling_later_or_less_often_than_the_target_is_found() -> None:
    target = shipped().targets["P1"]
    spans = {
        **target.spans,
        ClockKind.FIRST_UPDATE: timedelta(minutes=1),
        ClockKind.UPDATE: timedelta(minutes=2),
    }
    targets = {**shipped().targets, "P1": replace(target, spans=spans)}
    found = {says for _severity, _path, says in new_findings(with_parts(targets=targets))}

    groups = sorted({one.group for one in shipped().categories.values()} - {"generic"})
    listed = ", ".join(groups[:6]) + (f" and {len(groups) - 6} more" if len(groups) > 6 else "")
    assert f"At P1 everybody hears of {listed} after the first update is due." in found
    assert f"At P1 nobody hears of {listed} as often as the target says." in found


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        ({"channels": ()}, "error", ".channels", "It says by no means."),
        ({"every": timedelta(seconds=30)}, "error", ".every", "It repeats too fast."),
        (
            {"must_say": (), "template": ""},
            "warning",
            "",
            "Nothing says what Customers must hear.",
        ),
        (
            {"must_say": ("a cause",), "must_not_say": ("a cause",)},
            "error",
            ".must_not_say",
            "'a cause' must be said and must not be said.",
        ),
    ],
)
def test_a_row_of_telling_that_cannot_be_followed_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    audiences = {
        **shipped().audiences,
        "customers": replace(shipped().audiences["customers"], name="Customers"),
    }
    strategy = replace(
        with_entry("communications", "customers_critical", **changes), audiences=audiences
    )

    assert new_findings(strategy) == {(severity, f"communications.customers_critical{path}", says)}


def test_an_audience_that_is_never_told_and_words_that_cannot_be_filled_are_found() -> None:
    nobody = Audience(code="nobody", name="Nobody", says="Nobody.")
    words = Template(code="broken", name="Broken", says="We know of {what.")
    strategy = with_parts(
        audiences={**shipped().audiences, "nobody": nobody},
        templates={**shipped().templates, "broken": words},
    )

    assert new_findings(strategy) == {
        ("warning", "audiences.nobody", "This audience is never told anything."),
        (
            "error",
            "templates.broken.says",
            "Its braces do not match, so it cannot be filled in.",
        ),
    }


@pytest.mark.parametrize(
    ("at", "changes", "severity", "path", "says"),
    [
        ("training.keep_the_log", {"valid_for": 0 * HOUR}, "error", ".valid_for",
         "It counts for no time at all."),
        ("exercises.newcomers_seminar", {"every": 0 * HOUR}, "error", ".every",
         "It would never end."),
        ("exercises.storm_functional", {"every": timedelta(days=400)}, "warning", ".every",
         ("More than a year passes between two tries of services.product_support,"
          " services.engineers.")),
        ("reviews.actions", {"every": None}, "error", "",
         "Nothing says when this is looked at."),
        ("reviews.actions", {"every": 0 * HOUR}, "error", ".every", "It would never end."),
    ],
)  # fmt: skip
def test_learning_that_never_comes_is_found(
    at: str, changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    key, code = at.split(".")

    assert new_findings(with_entry(key, code, **changes)) == {(severity, f"{at}{path}", says)}


def test_training_for_nobody_and_an_exercise_of_nothing_are_found() -> None:
    untaught = new_findings(with_entry("training", "danger_on_the_line", roles=()))
    idle = new_findings(with_entry("exercises", "newcomers_seminar", tests=()))

    assert ("error", "training.danger_on_the_line.roles", "Nobody needs it.") in untaught
    assert ("error", "exercises.newcomers_seminar.tests", "It tries nothing.") in idle


def test_a_critical_clause_that_no_exercise_tries_is_found() -> None:
    exercise = shipped().exercises["telephony_functional"]
    rest = tuple(name for name in exercise.tests if name != "services.telephony")

    found = new_findings(with_entry("exercises", "telephony_functional", tests=rest))

    says = "No exercise tries what is critical: services.telephony."
    assert found == {("warning", "exercises", says)}


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        ({"groups": ()}, "warning", "agreement.groups", "Nobody is asked before it holds."),
        ({"approvers": ()}, "warning", "agreement.approvers", "Nobody signs."),
        (
            {"review_every": None},
            "warning",
            "agreement",
            "Nothing says when the whole strategy is read again.",
        ),
        (
            {"review_every": timedelta(0)},
            "error",
            "agreement.review_every",
            "Reading it again would never end.",
        ),
        (
            {"acknowledged_by": frozenset({"poet"})},
            "error",
            "agreement.acknowledged_by",
            "There is no account role 'poet'.",
        ),
    ],
)
def test_an_agreement_that_cannot_come_about_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    rule = replace(AGREEMENT, **changes)  # type: ignore[arg-type]  # the test names real fields

    assert new_findings(with_parts(agreement=rule)) == {(severity, path, says)}
