"""How many statements a page takes: the same with one row and with three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.arrange_clauses import add_clause
from musterpoint.usecases.ask_help import ask_help
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.comment_clause import comment_clause
from musterpoint.usecases.make_promise import make_promise
from musterpoint.usecases.note_contradiction import note_contradiction
from musterpoint.usecases.settle_promise import keep_promise
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.work_roles import take_role
from tests.factories import at, log
from tests.usecases.drafting import small_draft

MOST = {
    "/": 8,
    "/incidents/": 5,
    "/incidents/?q=calls": 7,
    "/incidents/?q=clals": 9,
    "/my-work/": 11,
    "/handovers/": 6,
    "/shift-log/": 7,
    "/wallboard/": 5,
    "/notices/": 5,
    "/complaints/": 5,
    "/strategy/versions/": 12,
    "/strategy/": 6,
    "/strategy/conformity/": 24,
    "/strategy/alignment/": 9,
    "/strategy/duties/": 6,
    "/strategy/?part=obligations": 6,
    "/strategy/?q=breach": 6,
    "/strategy/replays/": 9,
    "/strategy/scenarios/": 6,
    "/strategy/ratings/": 7,
    "/incidents/new/": 5,
    "/words/": 5,
    "/words/glossary/": 5,
    "/words/glossary/ncr/": 7,
}
ROOM_MOST = 19
PROMISES_MOST = 11
FACTS_MOST = 8
DRAFT_MOST = 14


@pytest.fixture
def counted(browser: Client) -> Callable[[str], int]:
    """Return how many statements an address takes once names are known to the process."""

    def count(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    return count


@pytest.mark.parametrize("address", MOST)
def test_a_list_takes_the_same_statements_however_long(
    address: str, counted: Callable[[str], int], incident: Incident, agent: Actor, manager: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    with_one = counted(address)

    for summary in ("Calls drop in Leeds", "Calls have no sound"):
        other = log(by=agent, summary=summary)
        take_role(incident_id=other.pk, role="incident_manager", by=manager, at=at(1))

    assert counted(address) == with_one
    assert with_one <= MOST[address]


@pytest.mark.parametrize("tail", ["", "pieces/"])
def test_a_room_takes_the_same_statements_however_full(
    tail: str, counted: Callable[[str], int], incident: Incident, manager: Actor, agent: Actor
) -> None:
    address = f"/incidents/{incident.ref}/{tail}"
    add_note(incident_id=incident.pk, says="One", by=manager, at=at(1))
    ask_help(incident_id=incident.pk, says="Who?", by=manager, at=at(1))
    with_one = counted(address)

    for number in (2, 3):
        add_note(incident_id=incident.pk, says=f"Note {number}", by=agent, at=at(number))
        ask_help(incident_id=incident.pk, says=f"Who {number}?", by=agent, at=at(number))
        log(by=agent, summary="Calls drop after the second menu", minutes=number)

    assert counted(address) == with_one
    assert with_one <= ROOM_MOST


@pytest.mark.parametrize("tail", ["facts/", "pieces/"])
def test_a_board_of_facts_takes_the_same_statements_however_full(
    tail: str, counted: Callable[[str], int], incident: Incident, leader: Actor
) -> None:
    address = f"/incidents/{incident.ref}/{tail}"

    def claim(says: str) -> int:
        call: dict[str, Any] = {"incident_id": incident.pk, "by": leader, "at": at(5)}
        number = claim_fact(says=says, about="cause", source="Desk", **call)
        verify_fact(number=number, how="Rang", **call)
        return number

    claim("One")
    with_one = counted(address)

    for says in ("Two", "Three"):
        claim(says)
    note_contradiction(incident_id=incident.pk, number=1, other=3, by=leader, at=at(6))

    assert counted(address) == with_one
    assert with_one <= (ROOM_MOST if tail == "pieces/" else FACTS_MOST)


@pytest.mark.parametrize("address", ["/promises/", "/my-work/", "/incidents/{ref}/"])
def test_promises_take_the_same_statements_however_many(
    address: str, counted: Callable[[str], int], incident: Incident, manager: Actor
) -> None:
    address = address.format(ref=incident.ref)

    def promise(says: str) -> None:
        add_note(incident_id=incident.pk, says="We will call you by 4.", by=manager, at=at(1))
        call: dict[str, Any] = {"whom": "Her", "due_at": at(99), "by": manager, "at": at(2)}
        make_promise(says=says, **call)
        kept = make_promise(says=says, incident_id=incident.pk, **call)
        keep_promise(promise_id=kept, by=manager, at=at(3))

    promise("One")
    with_one = counted(address)

    for says in ("Two", "Three"):
        promise(says)

    assert counted(address) == with_one
    assert with_one <= max(PROMISES_MOST, ROOM_MOST)


def test_pages_of_a_draft_take_the_same_statements_however_much_is_in_it(
    counted: Callable[[str], int], manager: Actor, agent: Actor, incident: Incident
) -> None:
    draft = small_draft(manager)
    pages = [f"/strategy/drafts/{draft}/{tail}" for tail in ("", "roles/", "clause/roles.chief/")]
    pages.append("/strategy/drafts/")
    for page in pages:
        counted(page)
    comment_clause(draft_id=draft, path="roles.chief", says="One", by=agent, at=at(1))
    add_clause(draft_id=draft, path="roles.one", value={"name": "1"}, by=manager, at=at(1))
    with_one = {page: counted(page) for page in pages}

    for says in ("Two", "Three"):
        small_draft(manager)
        comment_clause(draft_id=draft, path="roles.chief", says=says, by=agent, at=at(2))
        path = f"roles.{says}"
        add_clause(draft_id=draft, path=path, value={"name": says}, by=manager, at=at(2))

    assert {page: counted(page) for page in pages} == with_one
    assert max(with_one.values()) <= DRAFT_MOST
