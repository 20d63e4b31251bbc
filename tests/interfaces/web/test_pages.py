"""Every page opens, says what it should, and writes nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from tests.factories import log

PAGES = (
    "/", "/board/pieces/", "/strip/", "/wallboard/", "/wallboard/pieces/", "/my-work/",
    "/my-work/pieces/", "/notices/", "/pulse/", "/incidents/", "/incidents/?q=calls",
    "/incidents/?q=INC-1", "/incidents/new/", "/strategy/", "/strategy/?part=targets",
    "/strategy/?part=paths", "/strategy/?part=roles", "/strategy/?part=closing",
    "/strategy/?part=categories",
    "/strategy/?part=category&code=tel_total", "/complaints/", "/?priority=P3&owner=vacant&due=now",
)  # fmt: skip
ROOM = ("", "pieces/", "?all=1", "timeline/print/", "timeline.json", "timeline.csv")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens(address: str, browser: Client, incident: Incident) -> None:
    answer = browser.get(address)

    assert answer.status_code == 200, answer.content[:500]


@pytest.mark.parametrize(
    ("address", "value"), [("/incidents/", "tel"), ("/strategy/", ""), ("/strategy/search/", "")]
)
def test_the_search_of_incidents_holds_only_words_looked_for_there(
    address: str, value: str, browser: Client, incident: Incident
) -> None:
    page = browser.get(f"{address}?q=tel").content.decode()

    assert f'data-shortcut="/" value="{value}">' in page


@pytest.mark.parametrize("address", ROOM)
def test_a_room_opens(address: str, browser: Client, incident: Incident) -> None:
    answer = browser.get(f"/incidents/{incident.ref}/{address}")

    assert answer.status_code == 200, answer.content[:500]


@pytest.mark.parametrize(
    "verb",
    ["acknowledge", "begin", "resume", "update", "escalate", "hold", "resolve", "close", "reopen",
     "assess", "category", "declare", "stand_down", "retype", "restore", "move", "details", "link",
     "unmerge", "help", "complaint", "restrict"],
)  # fmt: skip
def test_every_action_has_a_page_of_its_own(verb: str, browser: Client, incident: Incident) -> None:
    answer = browser.get(f"/incidents/{incident.ref}/do/{verb}/")

    assert answer.status_code == 200, answer.content[:500]


def test_reading_writes_nothing(browser: Client, incident: Incident, agent: Actor) -> None:
    log(by=agent, summary="Chat is slow at both sites")
    rooms = tuple(f"/incidents/{incident.ref}/{tail}" for tail in ROOM)
    with CaptureQueriesContext(connection) as queries:
        for address in (*PAGES, *rooms):
            browser.get(address)

    asked = [query["sql"].strip() for query in queries]
    assert [sql for sql in asked if not sql.startswith("SELECT")] == []
