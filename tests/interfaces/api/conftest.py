"""A client that speaks for one person by token, and people of every role."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from musterpoint.apps.accounts import operations as accounts
from musterpoint.domain.authority import Actor
from tests.factories import LONG_AGO, agent, leader, manager, people, strategy, unagreed

__all__ = ["agent", "leader", "manager", "people", "strategy", "unagreed"]

INCIDENTS = "/api/v1/incidents"


class Speaker:
    """Sends JSON as one person and returns the answer; nobody when ``secret`` is empty."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._client = Client(raise_request_exception=False)

    def __call__(self, method: str, address: str, body: Any = None, **headers: str) -> HttpResponse:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            more["Authorization"] = f"Bearer {self.secret}"
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        kind = "application/json" if body is not None else ""
        if isinstance(body, bytes) and body.startswith(b"--XX"):
            kind = "multipart/form-data; boundary=XX"
        return self._client.generic(  # type: ignore[return-value]  # it is an HttpResponse with more
            method, address, data, content_type=kind, headers=more
        )

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> HttpResponse:
        return self("POST", address, body, **headers)


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Let what a test attaches lie in a folder of its own."""
    settings.ATTACHMENTS_FOLDER = str(tmp_path / "files")


def speaker(actor: Actor) -> Speaker:
    """Return a client with a new token of this actor's person."""
    assert actor.person_id is not None
    return Speaker(accounts.create_token(person_id=actor.person_id, name="test", at=LONG_AGO))


@pytest.fixture
def as_manager(manager: Actor) -> Speaker:
    return speaker(manager)


@pytest.fixture
def as_leader(leader: Actor) -> Speaker:
    return speaker(leader)


@pytest.fixture
def as_agent(agent: Actor) -> Speaker:
    return speaker(agent)


@pytest.fixture
def nobody() -> Speaker:
    return Speaker("")


def faults(response: HttpResponse) -> dict[str, str]:
    """Return what a problem says of each field."""
    assert response["Content-Type"] == "application/problem+json", response.content
    return {each["field"]: each["says"] for each in json.loads(response.content)["errors"]}


def said(response: HttpResponse, status: int = 200) -> Any:
    """Return the JSON of an answer that must have this status."""
    assert response.status_code == status, response.content
    return json.loads(response.content)
