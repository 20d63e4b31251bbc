"""How long pages take inside the server when there are very many incidents; and statements."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.growth import grow
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.samples import in_ms
from musterpoint.interfaces.console.bench.scratch import rows, scratch
from musterpoint.usecases.unkept_promises import findings

SIZES = ((10_000, 200_000), (100_000, 2_000_000))
TIMES = 40
EMPTY = 0
OK = 200


def measure(*, incidents: int | None = None, entries: int | None = None) -> dict[str, Any]:
    """Measure without incidents, then at each size (or the one asked for)."""
    sizes = SIZES if incidents is None else ((incidents, entries or incidents * 20),)
    found: dict[str, Any] = {}
    for many, written in ((EMPTY, EMPTY), *sizes):
        with scratch("reads"):
            person, token = add_people()
            began = time.perf_counter()
            like = grow(person, incidents=many, entries=written)
            made = round(time.perf_counter() - began, 1)
            found[str(many)] = {
                "entries": rows("SELECT count(*) FROM ledger_entry")[0][0],
                "made_in_s": made,
                "pages": _pages(person, token, like, many),
                "audit": _audit(),
            }
    return found


def _pages(person: Any, token: str, like: int, many: int) -> dict[str, Any]:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    program = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})
    other = like + many // 2
    addresses = {
        "board": (browser, "/"),
        "list": (browser, "/incidents/"),
        "list_closed_p3": (browser, "/incidents/?status=closed&priority=P3"),
        "search_words": (browser, "/incidents/?q=warehouse+printer"),
        "search_typing_errors": (browser, "/incidents/?q=warehuose+pritner"),
        "search_nothing": (browser, "/incidents/?q=xyzzyqqq"),
        "room": (browser, f"/incidents/INC-{like:06d}/"),
        "room_of_many_entries": (browser, f"/incidents/INC-{other:06d}/"),
        "api_list": (program, "/api/v1/incidents"),
        "api_search": (program, "/api/v1/incidents?q=warehouse"),
    }
    return {name: _page(client, path) for name, (client, path) in addresses.items()}


def _audit() -> dict[str, Any]:
    """Measure the auditor's look: it must cost what is open, not what ever was."""
    at = clock.now()
    with CaptureQueriesContext(connection) as queries:
        findings(at=at)
    statements = len(queries.captured_queries)
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        findings(at=at)
        times.append(time.perf_counter() - began)
    return {"statements": statements, **in_ms(times)}


def _page(client: Client, path: str) -> dict[str, Any]:
    for _ in range(2):
        answer = client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    statements = len(queries.captured_queries)  # the next request would empty the list
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(path)
        times.append(time.perf_counter() - began)
    said = {"statements": statements, **in_ms(times)}
    return said if answer.status_code == OK else {"status": answer.status_code, **said}
