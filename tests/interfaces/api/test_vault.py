"""The vault over the API: a value in one answer to a reason, which is kept nowhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from musterpoint.apps.accounts.models import IdempotentRequest
from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.jobs.models import Job
from musterpoint.domain.authority import system
from tests.factories import entries
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said
from tests.usecases.test_export_person import work
from tests.usecases.vaulting import HEALTH, NHS, NINO, in_no_table, kept, whose

pytestmark = pytest.mark.django_db
VAULT = "/api/v1/vault"
WHY = {"reason": "To call her back."}


@pytest.fixture
def token(strategy: object) -> str:
    """The token of a number that was kept."""
    return kept(NHS, by=system("tests"), stream="complaint:1")[0]


@pytest.fixture
def ref(token: str) -> str:
    """Whose it is."""
    return whose(token).ref


def test_a_value_is_answered_to_a_reason_and_kept_by_nobody(
    as_manager: Speaker, token: str
) -> None:
    seen = said(as_manager.get(f"{VAULT}/values/{token}"), 200)
    assert (seen["kind"], seen["stands_in"]) == ("nhs_number", ["CMP-000001"])
    assert NHS.value not in str(seen)

    for _again in range(2):
        answer = as_manager(
            "POST", f"{VAULT}/values/{token.lower()}/read", WHY, Idempotency_Key="once"
        )
        assert said(answer, 200) == {"token": token, "kind": "nhs_number", "value": NHS.value}
        assert answer["Cache-Control"] == "no-store"
    assert not IdempotentRequest.objects.exists()
    assert in_no_table(NHS.value)
    read = [one.data["reason"] for one in entries(whose(token).stream) if one.kind == "value_read"]
    assert read == ["To call her back."] * 2


@pytest.mark.parametrize(
    ("body", "field"), [({}, "reason"), ({"reason": ""}, "reason"), ({"reason": " "}, "reason")]
)
def test_without_a_reason_nothing_is_answered(
    as_manager: Speaker, token: str, body: dict[str, str], field: str
) -> None:
    refused = said(as_manager.post(f"{VAULT}/values/{token}/read", body), 422)

    assert [one["field"] for one in refused["errors"]] == [field]


@pytest.mark.parametrize("unknown", ["V-0000000000", "V-1", "nonsense"])
def test_an_unknown_token_is_not_found(as_manager: Speaker, unknown: str) -> None:
    assert as_manager.post(f"{VAULT}/values/{unknown}/read", WHY).status_code == 404


def test_people_are_listed_held_joined_and_erased(
    as_manager: Speaker, token: str, ref: str
) -> None:
    (nino,) = kept(NINO, by=system("tests"))
    listed = said(as_manager.get(f"{VAULT}/people"), 200)
    assert [one["kinds"] for one in listed["items"]] == [
        ["national_insurance_number"],
        ["nhs_number"],
    ]

    held = as_manager.post(f"{VAULT}/people/{ref}/hold", {"reason": "A claim."})
    number = said(held, 201)["holds"][0]["id"]
    assert held["Location"] == f"{VAULT}/holds/{number}"
    assert said(as_manager.post(f"{VAULT}/people/{ref}/erase", WHY), 409)["errors"] == [
        {
            "field": "hold",
            "says": "A legal hold stands on this data. Lift it first, or leave the data as it is.",
        }
    ]
    assert as_manager.post(f"{VAULT}/holds/{number}/lift", WHY).status_code == 204
    joined = as_manager.post(
        f"{VAULT}/people/{ref}/join", {"into": whose(nino).ref, "reason": "One call."}
    )
    assert {one["token"] for one in said(joined, 200)["values"]} == {token, nino}
    gone = said(as_manager.post(f"{VAULT}/people/{whose(nino).ref}/erase", WHY), 200)
    assert gone["erase_asked_at"] is not None


def test_an_export_is_asked_for_watched_and_taken(
    as_manager: Speaker, token: str, ref: str
) -> None:
    asked = as_manager.post(f"{VAULT}/people/{ref}/exports", WHY)
    where = asked["Location"]
    assert said(as_manager.get(where), 200)["is_there"] is False
    work(Job.objects.get())

    assert said(as_manager.get(where), 200)["is_there"] is True
    taken = as_manager("POST", f"{where}/take", None, Idempotency_Key="file")

    assert taken["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(taken.content)) as pack:
        assert NHS.value in pack.read("person.json").decode()
    assert as_manager.get(f"{VAULT}/people/P-0000000000/exports/1").status_code == 404


def test_a_suspected_breach_starts_its_duties(strategy: object, as_manager: Speaker) -> None:
    ref = said(as_manager.post(INCIDENTS, {"summary": "A mail went astray"}), 201)["ref"]
    incident = Incident.objects.get(pk=int(ref[4:]))

    said(as_manager.post(f"{INCIDENTS}/{ref}/suspect-breach", {"reason": "It had a list"}), 200)

    assert Obligation.objects.filter(incident=incident, code="uk_gdpr_33").exists()
    assert as_manager.post(f"{INCIDENTS}/{ref}/legal-hold", WHY).status_code == 200


def test_special_values_are_for_fewer(strategy: object, as_leader: Speaker) -> None:
    (health,) = kept(HEALTH, by=system("tests"))

    assert as_leader.post(f"{VAULT}/values/{health}/read", WHY).status_code == 403
