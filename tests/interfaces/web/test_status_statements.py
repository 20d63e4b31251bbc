"""How many statements the pages of status pages take: the same with one notice and with three."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web.views import status_public
from musterpoint.usecases import keep_components, keep_status_pages
from musterpoint.usecases.plan_work import announce_work
from tests.factories import at

MOST = {
    "/status/": 6,
    "/status/history.atom": 6,
    "/status/api/v2/summary.json": 6,
    "/setup/status/": 5,
    "/setup/status/public/": 10,
}


def fill(by: Actor, name: str) -> None:
    keep_components.add_component(page="public", name=name, by=by, at=at(1))
    call: dict[str, Any] = {"page": "public", "by": by, "at": at(1), "says": "May drop."}
    announce_work(title=name, planned_from=at(60), planned_until=at(90), **call)


@pytest.mark.usefixtures("strategy")
@pytest.mark.parametrize("address", MOST)
def test_a_page_takes_the_same_statements_however_full(
    address: str, browser: Client, manager: Actor
) -> None:
    def count() -> int:
        browser.get(address)
        status_public.forget()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    fill(manager, "Phones")
    with_one = count()

    for name in ("Chat", "Orders"):
        fill(manager, name)

    assert count() == with_one
    assert with_one <= MOST[address]


def test_a_page_that_did_not_change_takes_one_statement(client: Client, manager: Actor) -> None:
    keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    client.get("/status/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/status/")

    assert len(queries) == 1
