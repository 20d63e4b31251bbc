"""The standing of a framework's clauses: what the document says and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from musterpoint.domain.conformity import (
    ClauseStanding,
    Fact,
    Framework,
    FrameworkClause,
    RecordKind,
    Status,
    counted,
    coverage,
    mapped_astray,
)
from musterpoint.domain.policy.document import Strategy
from tests.domain.strategies import shipped

TODAY = date(2026, 11, 22)
DONE = Fact(status=Status.MET, says="Done.")


def framework(*document: str, records: tuple[RecordKind, ...] = (), closes: str = "") -> Framework:
    clause = FrameworkClause(
        code="1", title="One", document=document, records=records, closes=closes
    )
    return Framework(code="house", name="House", says="", clauses=(clause,))


def standing(
    strategy: Strategy,
    *document: str,
    records: tuple[RecordKind, ...] = (),
    facts: dict[RecordKind, Fact] | None = None,
    on: date = TODAY,
) -> ClauseStanding:
    asked = framework(*document, records=records)
    return coverage(asked, strategy, facts or {}, on=on)[0]


def test_what_is_written_and_done_is_met() -> None:
    found = standing(
        shipped(), "purpose", records=(RecordKind.SIGNED,), facts={RecordKind.SIGNED: DONE}
    )

    assert found.status is Status.MET
    assert found.closes == ""
    assert [one.name for one in found.artefacts] == ["Purpose", "Signatures of the approvers"]


def test_what_is_written_and_not_done_is_met_in_part() -> None:
    found = standing(shipped(), "purpose", records=(RecordKind.SIGNED,))

    assert found.status is Status.PARTLY
    assert found.closes == "Signatures of the approvers: make one."


def test_what_is_not_written_is_a_gap() -> None:
    found = standing(replace(shipped(), training={}), "training")

    assert found.status is Status.GAP
    assert found.closes == "Write training."


def test_what_the_product_keeps_no_record_of_says_where_to_look() -> None:
    found = standing(shipped(), records=(RecordKind.AUDITS,))

    assert found.status is Status.GAP
    assert found.artefacts[0].says == "Musterpoint keeps no such record."
    assert found.closes == "Hold an internal audit, keep its report, and show it."


def test_a_clause_that_nothing_answers_is_a_gap_that_says_how_to_close_it() -> None:
    found = coverage(framework(), shipped(), {}, on=TODAY)[0]

    assert found.status is Status.GAP
    assert found.closes == "Name what answers it in the strategy, under mapping."


def test_the_strategys_own_mapping_answers_beside_the_framework() -> None:
    strategy = replace(shipped(), mapping={"house": {"1": ("goals.safety",)}})

    found = coverage(framework(), strategy, {}, on=TODAY)[0]

    assert [one.clause for one in found.artefacts] == ["goals.safety"]
    assert found.status is Status.MET


def test_a_mapping_to_a_clause_that_is_not_there_is_found() -> None:
    strategy = replace(shipped(), mapping={"house": {"1": ("purpose",), "9": ("purpose",)}})

    assert mapped_astray(framework("purpose"), strategy) == ("9",)


def test_a_framework_may_say_more_beside_a_gap() -> None:
    asked = framework(closes="Ask the landlord.", records=(RecordKind.AUDITS,))

    found = coverage(asked, shipped(), {}, on=TODAY)[0]

    assert found.closes.endswith("show it. Ask the landlord.")


def test_duties_nobody_confirmed_are_met_in_part() -> None:
    strategy = shipped()
    found = standing(strategy, "obligations")

    assert found.status is Status.PARTLY
    assert found.artefacts[0].says.startswith("0 of our 33 duties are confirmed")


def test_duties_that_are_not_ours_need_no_confirming() -> None:
    strategy = shipped()
    ours = strategy.we_are | {"all"}
    confirmed = {
        code: replace(one, confirmed=not ours.isdisjoint(one.applies_to))
        for code, one in strategy.obligations.items()
    }

    found = standing(replace(strategy, obligations=confirmed), "obligations")

    assert found.status is Status.MET


@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        ("goals", {"goals": {}}, ""),
        ("risks", {}, "have no controls"),
        ("exercises", {}, "are overdue"),
    ],
)
def test_what_is_behind_is_met_in_part(name: str, changed: dict[str, object], says: str) -> None:
    later = TODAY + timedelta(days=800)
    strategy = replace(shipped(), **changed)  # type: ignore[arg-type]  # names real fields

    found = standing(strategy, name, on=later)

    assert found.status is (Status.PARTLY if says else Status.GAP)
    assert says in found.artefacts[0].says


def test_today_the_shipped_risks_and_exercises_are_in_time() -> None:
    assert standing(shipped(), "risks", "exercises").status is Status.MET


def test_a_critical_service_without_its_times_is_met_in_part() -> None:
    services = shipped().services
    bare = {**services, "crm": replace(services["crm"], rto=None)}

    found = standing(replace(shipped(), services=bare), "services")

    assert found.status is Status.PARTLY
    assert found.artefacts[0].says == (
        "24 services, of which 1 are critical and lack MTPD, RTO or harm over time: crm."
    )


def test_a_measure_without_owner_is_met_in_part() -> None:
    measures = shipped().measures
    bare = {**measures, "reopen_rate": replace(measures["reopen_rate"], owner="")}

    assert standing(replace(shipped(), measures=bare), "measures").status is Status.PARTLY


def test_a_role_that_nobody_stands_in_for_is_met_in_part() -> None:
    means = shipped().resources
    alone = {**means, "duty_managers": replace(means["duty_managers"], alternates=())}

    assert standing(replace(shipped(), resources=alone), "resources").status is Status.PARTLY


def test_something_that_serves_no_goal_leaves_goals_met_in_part() -> None:
    goals = {code: one for code, one in shipped().goals.items() if code != "honesty"}

    found = standing(replace(shipped(), goals=goals), "goals")

    assert found.status is Status.PARTLY
    assert found.closes == "Link each to a goal, or strike it out."


def test_counting_names_every_status() -> None:
    found = coverage(framework("purpose"), shipped(), {}, on=TODAY)

    assert counted(found) == {Status.MET: 1, Status.PARTLY: 0, Status.GAP: 0}
