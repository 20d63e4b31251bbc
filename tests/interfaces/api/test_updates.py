"""Updates and audiences over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.communications.models import AudienceMember, Update
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said, speaker

pytestmark = pytest.mark.django_db
GRAVE = {
    "summary": "No calls get through",
    "category": "tel_total",
    "impact": "I1",
    "urgency": "U1",
}
DOWN = "Calls to Leeds do not get through."


@pytest.fixture
def as_administrator(people: dict[str, Actor]) -> Speaker:
    return speaker(people["administrator"])


@pytest.fixture
def incident(strategy: object, as_manager: Speaker) -> str:
    made = said(as_manager.post(INCIDENTS, GRAVE), 201)
    at = f"{INCIDENTS}/{made['ref']}"
    claim = {"says": DOWN, "about": "what", "source": "Carrier's desk"}
    said(as_manager.post(f"{at}/facts", claim), 201)
    said(as_manager.post(f"{at}/facts/1/verify", {"how": "Rang six numbers"}))
    return at


def soon() -> str:
    return (clock.now() + timedelta(minutes=20)).isoformat()


def words(audience: str = "colleagues", *extra: dict[str, str]) -> dict[str, object]:
    fact: dict[str, object] = {"kind": "fact", "fact": 1, "says": DOWN}
    return {"audience": audience, "template": "", "pieces": [fact, *extra], "next_at": soon()}


def test_colleagues_are_told_and_the_receipts_are_there(
    incident: str, as_manager: Speaker, as_agent: Speaker
) -> None:
    drafted = as_manager.post(f"{incident}/updates/drafts", words())
    update = said(drafted, 201)
    assert drafted["Location"] == update["url"] == f"{incident}/updates/1"
    assert (update["state"], update["objections"]) == ("drafted", [])

    sent = said(as_manager.post(f"{incident}/updates/1/send", {"revision": 1}))

    assert sent["state"] == "sent"
    assert {one["channel"] for one in sent["deliveries"]} == {"chat", "floor", "sms", "banner"}
    floor = next(one for one in sent["deliveries"] if one["by_hand"])
    marked = said(as_manager.post(f"{incident}/deliveries/{floor['id']}", {"reached": True}))
    assert [one["state"] for one in marked["deliveries"] if one["id"] == floor["id"]] == ["reached"]
    listed = said(as_agent.get(f"{incident}/updates"))["items"]
    assert [(one["number"], one["state"]) for one in listed] == [(1, "sent")]
    owed = said(as_agent.get(f"{incident}/audiences"))
    assert (owed["due"], owed["kept"]) == (1, 1)
    assert {one["audience"] for one in owed["items"]} >= {"colleagues", "customers"}


def test_what_stands_in_the_way_is_named_by_piece(incident: str, as_manager: Speaker) -> None:
    claim = {"kind": "words", "says": "12 sites are out."}
    update = said(as_manager.post(f"{incident}/updates/drafts", words("customers", claim)), 201)
    assert [(one["why"], one["piece"]) for one in update["objections"]] == [
        ("typed_claim", 1),
        ("forbidden", 1),
    ]

    refused = as_manager.post(f"{incident}/updates/1/ask", {"revision": 1})

    assert refused.status_code == 422
    assert "pieces.1" in faults(refused)
    assert Update.objects.get().state == "drafted"


def test_customers_are_not_told_without_a_second_person(incident: str, as_manager: Speaker) -> None:
    said(as_manager.post(f"{incident}/updates/drafts", words("customers")), 201)

    refused = as_manager.post(f"{incident}/updates/1/send", {"revision": 1})

    assert refused.status_code == 409
    said(as_manager.post(f"{incident}/updates/1/ask", {"revision": 1}))
    mine = as_manager.post(f"{incident}/updates/1/approve", {"revision": 1})
    assert (mine.status_code, faults(mine)) == (
        422,
        {"by": "Somebody other than the composer has to agree."},
    )
    back = said(as_manager.post(f"{incident}/updates/1/send-back", {"why": "Say more"}))
    assert back["state"] == "drafted"
    assert said(as_manager.post(f"{incident}/updates/1/abandon"))["state"] == "abandoned"


def test_other_words_need_the_revision_that_was_read(incident: str, as_manager: Speaker) -> None:
    said(as_manager.post(f"{incident}/updates/drafts", words()), 201)
    sorry = {"kind": "words", "says": "We are sorry."}

    again = as_manager("PUT", f"{incident}/updates/1", words("colleagues", sorry) | {"revision": 1})

    assert said(again)["revision"] == 2
    stale = as_manager("PUT", f"{incident}/updates/1", words() | {"revision": 1})
    assert stale.status_code == 409


def test_a_wrong_update_is_corrected_and_nothing_new_is_told(
    incident: str, as_manager: Speaker
) -> None:
    new = {"audience": "colleagues", "next_at": soon()}
    told = as_manager.post(f"{incident}/updates/nothing-new", new)
    assert said(told, 201)["state"] == "sent"

    begun = as_manager.post(f"{incident}/updates/1/correct", {"why": "There was news."})

    update = said(begun, 201)
    assert (update["corrects"], update["state"]) == (1, "drafted")
    assert begun["Location"] == f"{incident}/updates/2"
    assert said(as_manager.get(f"{incident}/updates/1"))["state"] == "wrong"


def test_what_is_not_there_is_not_found(incident: str, as_manager: Speaker) -> None:
    assert as_manager.get(f"{incident}/updates/7").status_code == 404
    assert as_manager.post(f"{incident}/updates/7/abandon").status_code == 404
    assert as_manager.post(f"{incident}/deliveries/7", {"reached": True}).status_code == 404


def test_audiences_are_who_somebody_said_they_are(
    strategy: object, as_administrator: Speaker
) -> None:
    found = said(as_administrator.get("/api/v1/audiences"))["items"]
    colleagues = next(one for one in found if one["code"] == "colleagues")
    assert [one["holder"] for one in colleagues["members"]] == [
        "account_role:agent",
        "account_role:team_leader",
    ]
    members = "/api/v1/audiences/colleagues/members"

    added = as_administrator.post(members, {"holder": "account_role:planner"})

    row = AudienceMember.objects.get()
    assert added["Location"] == f"{members}/{row.pk}"
    assert [one["holder"] for one in said(added, 201)["members"]] == ["account_role:planner"]
    twice = as_administrator.post(members, {"holder": "account_role:planner"})
    assert twice.status_code == 409
    nobody = as_administrator.post(members, {"holder": "team:nowhere"})
    assert (nobody.status_code, list(faults(nobody))) == (422, ["holder"])
    account = as_administrator.post(members, {"holder": "account_role:agent", "account": "acme"})
    assert list(faults(account)) == ["account"]
    other = as_administrator.post(
        "/api/v1/audiences/martians/members", {"holder": "account_role:agent"}
    )
    assert list(faults(other)) == ["audience"]
    assert as_administrator("DELETE", f"{members}/{row.pk}").status_code == 204
    assert as_administrator("DELETE", f"{members}/{row.pk}").status_code == 409
