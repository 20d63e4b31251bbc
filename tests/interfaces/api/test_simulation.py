"""Trying a path by the API."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Role
from tests.factories import person
from tests.interfaces.api.conftest import Speaker, faults, said
from tests.running import holds
from tests.usecases.everything import everything

PATH = "/api/v1/paths/technology/simulation"

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew(strategy: Version) -> None:
    holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


def test_it_says_who_would_be_told_when_and_by_what(crew: None, as_agent: Speaker) -> None:
    before = everything()

    trial = said(as_agent.get(f"{PATH}?priority=P1&at=2026-03-10T22:00:00Z"))

    first, second = trial["tellings"][:2]
    assert (first["step"], first["at"]) == ("service_desk", "2026-03-10T22:00:00Z")
    assert first["people"][0]["name"] == "Dev Rao"
    assert [way["channel"] for way in first["people"][0]["ways"]] == ["in_product", "email"]
    assert second["at"] == "2026-03-10T22:05:00Z"
    assert {flag["kind"] for flag in trial["flags"]} >= {"nobody"}
    assert trial["policy_version"] == 1
    assert everything() == before


def test_what_is_not_said_is_now_and_the_gravest(crew: None, as_agent: Speaker) -> None:
    assert said(as_agent.get(PATH))["priority"] == "P1"


@pytest.mark.parametrize(
    ("query", "field"), [("priority=P9", "priority"), ("at=soon", "at"), ("at=2026-03-10", "at")]
)
def test_what_cannot_be_tried_is_refused_by_name(
    crew: None, as_agent: Speaker, query: str, field: str
) -> None:
    answer = as_agent.get(f"{PATH}?{query}")

    assert answer.status_code in (400, 422)
    assert list(faults(answer)) == [field]


def test_there_is_no_such_path(crew: None, as_agent: Speaker) -> None:
    assert as_agent.get("/api/v1/paths/nowhere/simulation").status_code == 404
