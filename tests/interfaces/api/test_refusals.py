"""Problems the way RFC 9457 has them, wherever they arise."""

from __future__ import annotations

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts import queries as account_queries
from musterpoint.apps.accounts.models import Person
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.problems import handled
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, speaker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/incidents", 404),
        ("POST", "/v2/nothing", 404),
        ("GET", f"{INCIDENTS}/INC-000999", 404),
        ("GET", f"{INCIDENTS}/INC-999999999999", 404),
        ("GET", f"{INCIDENTS}/7", 404),
        ("GET", f"{INCIDENTS}/INC-000001%00", 404),
        ("GET", f"{INCIDENTS}/inc-000001", 404),
        ("GET", "/api/v1/complaints/CMP-000999", 404),
        ("GET", "/api/v1/policies/0", 404),
        ("GET", "/api/v1/policies/99999999999999999999", 404),
        ("DELETE", INCIDENTS, 405),
        ("PUT", f"{INCIDENTS}/INC-000001", 405),
        ("GET", f"{INCIDENTS}/INC-000001/close", 405),
    ],
)
def test_every_refusal_is_a_problem(
    as_agent: Speaker, method: str, address: str, status: int
) -> None:
    response = as_agent(method, address)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == status


def test_a_wrong_method_is_told_the_right_ones(as_agent: Speaker) -> None:
    assert as_agent("DELETE", INCIDENTS)["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer mp_wrong", "Basic eDp5", "Bearer " + "x" * 9000]
)
def test_without_a_valid_token_there_is_nothing(header: str) -> None:
    more = {"HTTP_AUTHORIZATION": header} if header else {}
    response = Client().get(INCIDENTS, **more)  # type: ignore[arg-type]  # a header

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_a_cookie_is_no_token(agent: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=agent.person_id or 0))

    assert client.get(INCIDENTS).status_code == 401
    assert client.post(INCIDENTS, {}, content_type="application/json").status_code == 401


def test_a_revoked_token_and_one_of_somebody_gone_are_worth_nothing(
    as_agent: Speaker, agent: Actor
) -> None:
    assert as_agent.get("/api/v1/me").status_code == 200
    (token,) = account_queries.tokens_of(agent.person_id or 0)
    accounts.revoke_token(token_id=token.pk, at=clock.now())
    gone = speaker(agent)
    assert as_agent.get("/api/v1/me").status_code == 401

    Person.objects.filter(pk=agent.person_id or 0).update(is_active=False)
    assert gone.get("/api/v1/me").status_code == 401


def test_a_role_that_may_not_is_refused_before_the_body_is_read(as_agent: Speaker) -> None:
    response = as_agent.post(f"{INCIDENTS}/INC-000001/close", {"nonsense": 1})

    assert response.status_code == 403
    assert "incident manager" in json.loads(response.content)["detail"]


def test_a_query_where_none_is_known_is_refused(as_agent: Speaker) -> None:
    response = as_agent.get("/api/v1/me?as=admin")

    assert response.status_code == 400
    assert list(faults(response)) == ["as"]


def test_a_failure_on_our_side_says_so_and_nothing_more(
    as_agent: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("musterpoint.apps.incidents.queries.page", fail)
    monkeypatch.setattr("musterpoint.interfaces.api.routes.incidents.incidents.page", fail)

    response = as_agent.get(INCIDENTS)

    assert response.status_code == 500
    assert b"secret detail" not in response.content


def test_the_documentation_is_open_and_self_hosted() -> None:
    document = Client().get("/api/v1/openapi.json")
    page = Client().get("/api/v1/docs")

    assert json.loads(document.content)["openapi"].startswith("3.1")
    assert page.status_code == 200
    assert b"https://" not in page.content


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
def test_without_its_database_it_says_when_to_come_back(failure: type[Exception]) -> None:
    answer = handled(RequestFactory().post(INCIDENTS), failure("the connection is lost"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    said = json.loads(answer.content)
    assert said["type"] == "urn:musterpoint:problem:away"
    assert "Idempotency-Key" in said["detail"]
    assert "connection" not in said["detail"]
