"""Lists, search, timeline and the smaller reads: what they answer and in how many statements."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.organisation.models import Site
from musterpoint.apps.policies.queries import Version
from musterpoint.domain import ledger as chain
from musterpoint.domain.authority import Actor
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db


def log(speaker: Speaker, summary: str, **facts: object) -> dict[str, object]:
    logged: dict[str, object] = said(speaker.post(INCIDENTS, {"summary": summary, **facts}), 201)
    return logged


def test_pages_are_followed_by_next_until_it_is_null(strategy: Version, as_agent: Speaker) -> None:
    logged = [log(as_agent, f"Number {n}")["ref"] for n in range(5)]

    seen, address = [], f"{INCIDENTS}?limit=2&status=open"
    while address:
        page = said(as_agent.get(address))
        seen += [row["ref"] for row in page["items"]]
        address = page["next"]

    assert seen == logged[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=open", ["Chat is slow", "Lines dead"]),
        ("status=closed,resolved", []),
        ("priority=P1", ["Lines dead"]),
        ("major=true", []),
        ("major=false&priority=P1", ["Lines dead"]),
        ("q=chatt", ["Chat is slow"]),
        ("q=line", ["Lines dead"]),
        ("mine=true", []),
        ("order=due&priority=P1", ["Lines dead"]),
        ("category=no_such", []),
    ],
)
def test_filters_live_in_the_address(
    strategy: Version, as_agent: Speaker, query: str, found: list[str]
) -> None:
    log(as_agent, "Lines dead", impact="I1", urgency="U1")
    log(as_agent, "Chat is slow", impact="I4", urgency="U4")

    items = said(as_agent.get(f"{INCIDENTS}?{query}"))["items"]

    assert [row["summary"] for row in items] == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("stauts=open", "stauts"),
        ("status=open,shut", "status"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1e2", "limit"),
        ("limit=" + "9" * 40, "limit"),
        ("cursor=xyz", "cursor"),
        ("major=yes", "major"),
        ("order=oldest", "order"),
        ("q=%00", "q"),
        ("q=" + "x" * 501, "q"),
    ],
)
def test_a_query_that_means_nothing_is_refused(as_agent: Speaker, query: str, field: str) -> None:
    response = as_agent.get(f"{INCIDENTS}?{query}")

    assert response.status_code == 400
    assert list(faults(response)) == [field]


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_takes_the_same_few_statements(
    strategy: Version, as_agent: Speaker, as_manager: Speaker, rows: int
) -> None:
    for _ in range(rows):
        url = str(log(as_agent, "Lines dead", impact="I1", urgency="U1")["url"])
        for _ in range(rows):
            said(as_manager.post(f"{url}/notes", {"says": "Seen"}))
            said(as_manager.post(f"{url}/tasks", {"says": "Do"}))
            said(as_manager.post(f"{url}/help", {"says": "Help"}))
    said(as_manager.post(f"{url}/acknowledge"))

    counts = {}
    for name, address in {
        "list": INCIDENTS,
        "search": f"{INCIDENTS}?q=lines",
        "one": url,
        "timeline": f"{url}/timeline",
        "alike": f"{INCIDENTS}/alike?summary=Lines%20dead",
    }.items():
        with CaptureQueriesContext(connection) as captured:
            said(as_manager.get(address))
        counts[name] = len(captured)

    assert counts == {"list": 2, "search": 3, "one": 7, "timeline": 4, "alike": 2}


def test_the_timeline_is_the_ledger_and_its_hashes_hold(
    strategy: Version, as_agent: Speaker, agent: Actor
) -> None:
    logged = log(as_agent, "Lines dead")
    said(as_agent.post(f"{logged['url']}/notes", {"says": "=HYPERLINK(1)"}))

    timeline = said(as_agent.get(f"{logged['url']}/timeline"))

    assert timeline["next"] is None
    assert len(timeline["items"]) == Entry.objects.filter(stream=timeline["stream"]).count()
    assert {item["actor_name"] for item in timeline["items"]} == {agent.name}
    for item in timeline["items"]:
        assert item["hash"] == chain.entry_hash(
            previous_hash=item["previous_hash"],
            stream=timeline["stream"],
            seq=item["seq"],
            at=datetime.fromisoformat(item["at"]),
            recorded_at=datetime.fromisoformat(item["recorded_at"]),
            actor=item["actor"],
            kind=item["kind"],
            data=item["data"],
            seal=item["seal"],
        )


def test_the_timeline_comes_in_pages_and_as_csv(strategy: Version, as_agent: Speaker) -> None:
    url = log(as_agent, "Lines dead")["url"]
    for says in ("=1+1", "two"):
        said(as_agent.post(f"{url}/notes", {"says": says}))

    seen, address = [], f"{url}/timeline?limit=1"
    while address:
        page = said(as_agent.get(address))
        seen += [item["hash"] for item in page["items"]]
        address = page["next"]
    response = as_agent.get(f"{url}/timeline?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response["Content-Type"].startswith("text/csv")
    assert [row["hash"] for row in rows] == seen
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_suggestions_and_duplicates_are_offered(strategy: Version, as_agent: Speaker) -> None:
    log(as_agent, "Total telephony outage in Leeds")

    words = "summary=Telephony%20outage%20in%20Leeds"
    alike = said(as_agent.get(f"{INCIDENTS}/alike?{words}"))["items"]
    suggested = said(as_agent.get(f"{INCIDENTS}/suggestions?{words}"))["items"]

    assert [row["summary"] for row in alike] == ["Total telephony outage in Leeds"]
    assert suggested
    assert suggested[0]["because"]


def test_counts_are_of_what_is_open(strategy: Version, as_agent: Speaker) -> None:
    log(as_agent, "Lines dead", impact="I1", urgency="U1")

    assert said(as_agent.get(f"{INCIDENTS}/counts")) == {"open": {"P1": 1}}


def test_one_learns_who_one_is_and_what_one_may(
    strategy: Version, as_agent: Speaker, agent: Actor
) -> None:
    me = said(as_agent.get("/api/v1/me"))

    assert (me["id"], me["roles"]) == (agent.person_id, ["agent"])
    assert "log" in me["may"]
    assert "close" not in me["may"]
    assert agent.name in [each["name"] for each in said(as_agent.get("/api/v1/people"))["items"]]


def test_places_are_listed(as_agent: Speaker) -> None:
    Site.objects.create(code="leeds", name="Leeds")

    assert said(as_agent.get("/api/v1/sites"))["items"] == [{"code": "leeds", "name": "Leeds"}]
    for kind in ("services", "queues", "accounts"):
        assert said(as_agent.get(f"/api/v1/{kind}"))["items"] == []


def test_messages_are_read_by_their_recipient_only(
    as_agent: Speaker, as_leader: Speaker, agent: Actor
) -> None:
    letter = Letter(
        key="k", stream="incident:1", channel="in_product", subject="You are named", body="Look",
        recipient_id=agent.person_id,
    )  # fmt: skip
    notifications.queue([letter], at=datetime(2026, 3, 2, tzinfo=UTC))
    (message,) = said(as_agent.get("/api/v1/messages"))["items"]

    assert said(as_leader.get("/api/v1/messages"))["items"] == []
    body = {"ids": [message["id"]]}
    assert as_leader.post("/api/v1/messages/read", body).status_code == 204
    assert len(said(as_agent.get("/api/v1/messages"))["items"]) == 1
    assert as_agent.post("/api/v1/messages/read", body).status_code == 204
    assert said(as_agent.get("/api/v1/messages"))["items"] == []


def test_strategy_versions_are_read_checked_and_published(
    unagreed: Version, as_agent: Speaker, as_manager: Speaker
) -> None:
    (version,) = said(as_agent.get("/api/v1/policies"))["items"]
    text = as_agent.get(f"{version['url']}?format=yaml").content.decode()
    whole = said(as_agent.get(version["url"]))
    assert whole["strategy"]["title"] == version["title"]

    broken = said(as_agent.post("/api/v1/policies/check", {"text": "title: [\n"}))
    assert broken["ok"] is False
    assert broken["findings"][0]["line"] >= 1
    changed = text.replace(version["title"], "Another title")
    assert said(as_agent.post("/api/v1/policies/check", {"text": changed}))["ok"] is True
    assert as_manager.post("/api/v1/policies", {"text": "title: [\n"}).status_code == 422
    published = said(as_manager.post("/api/v1/policies", {"text": changed, "note": "New"}), 201)
    assert published["number"] == 2
    assert as_agent.get("/api/v1/policies/99").status_code == 404


def test_complaints_have_a_life_of_their_own(strategy: Version, as_agent: Speaker) -> None:
    ref = log(as_agent, "Lines dead")["ref"]
    body = {"summary": "Cut off", "received_at": "2026-03-02T09:00:00Z", "incident": ref}

    complaint = said(as_agent.post("/api/v1/complaints", body), 201)
    assert complaint["incident"] == ref
    assert said(as_agent.get("/api/v1/complaints"))["items"] == [complaint]
    acknowledged = said(as_agent.post(f"{complaint['url']}/acknowledge"))
    assert acknowledged["acknowledged_at"]
    assert as_agent.post(f"{complaint['url']}/acknowledge").status_code == 409
    closed = said(as_agent.post(f"{complaint['url']}/close", {"outcome": "Upheld"}))
    assert closed["outcome"] == "Upheld"
    assert said(as_agent.get(complaint["url"])) == closed
    assert said(as_agent.get("/api/v1/complaints"))["items"] == []
