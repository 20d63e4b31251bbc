"""Status pages for readers: what they show, to whom, and what caches may do with them."""

from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Notice, NoticeEntry, StatusPage
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor
from musterpoint.usecases import keep_components, keep_status_pages
from tests.factories import at
from tests.interfaces.web.conftest import SignIn

ADDRESSES = ("", "history/", "history.atom", "incidents/fault0000001/", "api/v2/summary.json")


@pytest.fixture
def page(manager: Actor) -> StatusPage:
    code = keep_status_pages.add_page(name="Acme service", by=manager, at=at(0))
    keep_components.add_component(page=code, name="Phone lines", by=manager, at=at(0))
    keep_components.add_component(page=code, name="Chat", by=manager, at=at(0))
    return StatusPage.objects.get(code=code)


@pytest.fixture
def notice(page: StatusPage) -> Notice:
    row = Notice.objects.create(
        page=page,
        code="fault0000001",
        title="Calls <cut off>",
        impact="major",
        components=["phone-lines"],
        began_at=at(1),
    )
    NoticeEntry.objects.create(notice=row, at=at(1), status="investigating", says="Some calls end.")
    NoticeEntry.objects.create(notice=row, at=at(31), status="identified", says="A line is down.")
    return row


def test_there_is_no_page_before_one_is_up(client: Client) -> None:
    assert client.get("/status/").status_code == 404


def test_everybody_reads_how_it_is(client: Client, page: StatusPage, notice: Notice) -> None:
    answer = client.get("/status/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Part of the service does not work" in text
    assert "Calls &lt;cut off&gt;" in text
    assert text.index("A line is down.") < text.index("Some calls end.")
    assert "<script" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cookie_is_set_and_caches_may_keep_it(
    client: Client, page: StatusPage, notice: Notice, address: str
) -> None:
    answer = client.get(f"/status/{address}")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=30, stale-if-error=86400"
    assert not answer.cookies
    assert not answer.has_header("Vary")
    again = client.get(f"/status/{address}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_change_is_seen_at_once(client: Client, page: StatusPage, manager: Actor) -> None:
    before = client.get("/status/")
    keep_components.show_component(
        page=page.code, code="chat", status="major_outage", by=manager, at=at(3)
    )

    after = client.get("/status/", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Out of order" in after.content.decode()


def test_a_correction_stands_beside_what_was_wrong(
    client: Client, page: StatusPage, notice: Notice
) -> None:
    wrong, right = notice.entries.order_by("at")
    NoticeEntry.objects.filter(pk=wrong.pk).update(corrected_by=right)

    text = client.get("/status/incidents/fault0000001/").content.decode()
    said = json.loads(client.get("/status/api/v2/incidents.json").content)

    assert "Some calls end." in text
    assert (
        f"This was wrong. It was corrected on {at(31):%a} {at(31).day} {at(31):%b, %H:%M} GMT."
        in text
    )
    assert [one["body"] for one in said["incidents"][0]["incident_updates"]] == [
        "Correction: A line is down.",
        "[This was wrong; see the correction.] Some calls end.",
    ]


def test_widgets_read_the_summary(client: Client, page: StatusPage, notice: Notice) -> None:
    answer = client.get("/status/api/v2/summary.json")

    said = json.loads(answer.content)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert said["page"]["id"] == "public"
    assert said["page"]["time_zone"] == "Europe/London"
    assert said["status"] == {
        "indicator": "major", "description": "Part of the service does not work",
    }  # fmt: skip
    assert [one["name"] for one in said["components"]] == ["Phone lines", "Chat"]
    incident = said["incidents"][0]
    assert (incident["id"], incident["status"], incident["impact"], incident["resolved_at"]) == (
        "fault0000001", "identified", "major", None,
    )  # fmt: skip
    assert incident["incident_updates"][0]["id"] == "fault0000001002"
    assert [one["id"] for one in incident["components"]] == ["phone-lines"]
    assert said["scheduled_maintenances"] == []


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize(
    ("name", "key", "count"),
    [("status", "status", 2), ("components", "components", 2), ("incidents", "incidents", 1),
     ("incidents/unresolved", "incidents", 1),
     ("scheduled-maintenances", "scheduled_maintenances", 1),
     ("scheduled-maintenances/upcoming", "scheduled_maintenances", 1),
     ("scheduled-maintenances/active", "scheduled_maintenances", 0)],
)  # fmt: skip
def test_every_document_has_its_part(
    client: Client, page: StatusPage, name: str, key: str, count: int
) -> None:
    work = Notice.objects.create(
        page=page, code="work00000001", title="New lines", impact="maintenance",
        began_at=at(2), planned_from=at(600), planned_until=at(660),
    )  # fmt: skip
    NoticeEntry.objects.create(notice=work, at=at(2), status="scheduled", says="We lay lines.")

    said = json.loads(client.get(f"/status/api/v2/{name}.json").content)

    assert set(said) == {"page", key}
    assert len(said[key]) == count


def test_a_document_that_is_none_is_not_there(client: Client, page: StatusPage) -> None:
    assert client.get("/status/api/v2/users.json").status_code == 404
    assert client.get("/status/incidents/nothing/").status_code == 404


def test_the_feed_is_atom(client: Client, page: StatusPage, notice: Notice) -> None:
    NoticeEntry.objects.create(notice=notice, at=at(40), status="identified", says="Bell\x07 rang")

    answer = client.get("/status/history.atom")

    feed = ET.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [one.text for one in feed.findall("a:entry/a:title", names)] == ["Calls <cut off>"]
    links = [one.attrib["href"] for one in feed.findall("a:entry/a:link", names)]
    assert links == ["http://127.0.0.1:8000/status/incidents/fault0000001/"]


def test_a_clients_own_page_opens_by_its_link_alone(
    client: Client, manager: Actor, sign_in: SignIn
) -> None:
    organisation.add_account(code="northern", name="Northern Trains")
    code = keep_status_pages.add_page(name="Yours", account="northern", by=manager, at=at(0))
    secret = keep_status_pages.make_link(code=code, by=manager, at=at(0))

    answer = client.get(f"/status/private/{secret}/")

    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert not answer.has_header("Access-Control-Allow-Origin")
    assert client.get(f"/status/private/{secret}x/").status_code == 404
    assert client.get("/status/private/public/").status_code == 404
    assert client.get("/status/").status_code == 404
    assert client.get(f"/status/of/{code}/").status_code == 302
    assert sign_in(manager).get(f"/status/of/{code}/").status_code == 200
    keep_status_pages.end_link(code=code, by=manager, at=at(1))
    assert client.get(f"/status/private/{secret}/").status_code == 404


def test_history_goes_back_page_by_page(client: Client, page: StatusPage) -> None:
    for number in range(52):
        row = Notice.objects.create(
            page=page, code=f"old{number:09d}", title=f"Fault {number}", impact="minor",
            began_at=at(0) - timedelta(days=number), resolved_at=at(1) - timedelta(days=number),
        )  # fmt: skip
        NoticeEntry.objects.create(notice=row, at=at(1), status="resolved", says="Over.")

    first = client.get("/status/history/").content.decode()
    older = first.split('class="button" href="?')[1].split('"')[0]
    second = client.get(f"/status/history/?{older.replace('&amp;', '&')}").content.decode()

    assert "Fault 49<" in first
    assert "Fault 50<" not in first
    assert "Fault 50<" in second
    assert "Fault 51<" in second
    assert client.get("/status/history/?before=nonsense").status_code == 200
