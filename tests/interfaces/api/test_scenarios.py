"""Scenarios played for programs."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies.models import ScenarioRun
from tests.interfaces.api.conftest import Speaker, said

pytestmark = pytest.mark.usefixtures("strategy")


def test_every_scenario_is_played_and_nothing_is_kept(as_manager: Speaker) -> None:
    found = said(as_manager.get("/api/v1/policies/1/scenarios"))

    assert len(found["scenarios"]) == 12
    assert found["score"] == {"met": 172, "missed": 0, "not judged": 0}
    assert ScenarioRun.objects.count() == 0


def test_one_is_played_alone(as_manager: Speaker) -> None:
    (found,) = said(as_manager.get("/api/v1/policies/1/scenarios?id=SC11"))["scenarios"]

    (due,) = [one["got"] for one in found["expectations"] if one["about"] == "uk_gdpr_33"]
    assert due == "2027-03-30T23:00:00+01:00"


@pytest.mark.parametrize("address", ["/9/scenarios", "/1/scenarios?id=NOWHERE"])
def test_what_is_not_there_is_not_found(as_manager: Speaker, address: str) -> None:
    assert as_manager.get(f"/api/v1/policies{address}").status_code == 404
