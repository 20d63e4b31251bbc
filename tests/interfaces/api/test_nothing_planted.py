"""A card, its code and a password in every text of every operation: nothing of them is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces.api import door
from tests.factories import as_actor, log, person
from tests.interfaces import planting
from tests.interfaces.api.conftest import Speaker, speaker
from tests.interfaces.api.test_permissions import BY_ROUTING_KEY, ROUTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody(db: None) -> Speaker:
    """Somebody with every role, so that no door stays shut."""
    return speaker(as_actor(person("Robin Allroles", *Role)))


def _bodies() -> dict[str, dict[str, Any]]:
    """Return the body's schema of each operation that has one."""
    return {
        operation["operationId"]: next(iter(operation["requestBody"]["content"].values()))["schema"]
        for methods in door.document()["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    }


def _planted() -> list[tuple[str, tuple[str, ...]]]:
    whole = door.document()
    return [
        (name, path)
        for name, schema in _bodies().items()
        if name not in BY_ROUTING_KEY
        for path in planting.text_fields(schema, whole)
    ]


def test_every_operation_with_a_body_is_walked() -> None:
    assert _bodies().keys() - ROUTES.keys() == BY_ROUTING_KEY
    assert len(_planted()) > 150


def test_nothing_planted_in_any_field_of_any_operation_is_kept(
    everybody: Speaker, strategy: Version, agent: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    incidents: dict[str, Incident] = {}
    statuses: list[int] = []
    for name, path in _planted():
        method, address, body, _action = ROUTES[name]
        incident = incidents.setdefault(name, log(by=agent))
        with transaction.atomic():
            answer = everybody(
                method,
                address.replace("{ref}", incident.ref),
                planting.with_planted(body or {}, path),
                Idempotency_Key=f"{name}-{'-'.join(path)}",
            )
        statuses.append(answer.status_code)

    assert planting.traces(caplog.records) == []
    assert max(statuses) < 500
    assert sum(status < 300 for status in statuses) > 30
    assert planting.signs() > 60


def test_nothing_planted_in_an_event_is_kept(
    everybody: Speaker, strategy: Version, caplog: pytest.LogCaptureFixture
) -> None:
    event = {
        "routing_key": everybody.secret,
        "event_action": "trigger",
        "dedup_key": planting.PLANTED,
        "payload": {
            "summary": planting.PLANTED, "source": planting.PLANTED, "severity": "critical",
            "component": planting.PLANTED, "custom_details": {planting.PLANTED: planting.PLANTED},
        },
        "client": planting.PLANTED,
        "links": [{"href": planting.PLANTED}],
    }  # fmt: skip
    answer = everybody.post("/v2/enqueue", event)

    assert answer.status_code == 202
    assert planting.traces(caplog.records) == []
    assert planting.SIGNS in json.dumps([row for _table, row in planting.everything_kept()])
