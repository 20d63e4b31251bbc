"""Coverage and alignment for programs."""

from __future__ import annotations

import pytest

from tests.interfaces.api.conftest import Speaker, said

pytestmark = pytest.mark.usefixtures("strategy")


def test_coverage_is_told_clause_by_clause(as_agent: Speaker) -> None:
    found = said(as_agent.get("/api/v1/policies/1/coverage?framework=itil4"))

    assert found["framework"] == "itil4"
    assert found["frameworks"][0] == "iso22301"
    assert sum(found["counts"].values()) == len(found["clauses"]) == 17
    assert found["clauses"][0]["clause"] == "incident_management"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/policies/9/coverage",
        "/api/v1/policies/1/coverage?framework=nothing",
        "/api/v1/policies/9/alignment",
    ],
)
def test_what_is_not_there_is_not_found(as_agent: Speaker, address: str) -> None:
    assert as_agent.get(address).status_code == 404


def test_alignment_tells_goals_with_their_latest_values(as_agent: Speaker) -> None:
    found = said(as_agent.get("/api/v1/policies/1/alignment"))

    assert [one["clause"] for one in found["goals"]][:2] == ["goals.safety", "goals.continuity"]
    assert found["unserved"] == []
    measures = {one["clause"]: one for goal in found["goals"] for one in goal["measures"]}
    assert measures["measures.restore_median"]["is_computed"] is True
    assert measures["measures.escalation_accuracy"]["is_computed"] is False
    assert measures["measures.escalation_accuracy"]["latest"] is None
