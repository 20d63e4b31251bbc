"""Logging an incident end to end over HTTP: rate, latency, errors, and statements for one.

A real server process, keep-alive connections, one thread per client.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.samples import in_ms
from musterpoint.interfaces.console.bench.scratch import scratch

PATH = "/api/v1/incidents"
WARM_UP = 30
PER_CLIENT = 100
REPORTS: tuple[dict[str, Any], ...] = (
    {"summary": "Calls drop after the second menu", "impact": "I2", "urgency": "U1"},
    {"summary": "Order screen hangs on save", "impact": "I3", "urgency": "U2"},
    {"summary": "Chat shows the wrong opening hours", "source": "chat"},
    {"summary": "Caller reports smoke from a heater", "life_safety": True},
)
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


def measure(*, clients: int | None = None, count: int | None = None) -> dict[str, Any]:
    """Log from 1 and from 16 clients (or from ``clients`` only)."""
    with scratch("log") as here:
        _, token = add_people()
        statements = _statements(token)
        _, port, _ = here.serve()
        _run(port, token, clients=1, each=WARM_UP)
        found: dict[str, Any] = {"statements": statements}
        for number in [clients] if clients else [1, 16]:
            each = max(1, count // number) if count else PER_CLIENT * (3 if number == 1 else 1)
            found[f"{number}_clients"] = _run(port, token, clients=number, each=each)
    return found


def _statements(token: str) -> dict[str, int]:
    """Count what one request sends to the database; the first one warms what is remembered."""
    client = Client(headers={"authorization": f"Bearer {token}", "host": "localhost"})
    client.post(PATH, REPORTS[0], content_type="application/json")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(PATH, REPORTS[0], content_type="application/json")
    said = [query["sql"] for query in queries.captured_queries]
    control = sum(text.startswith(CONTROL) for text in said)
    return {
        "all": len(said),
        "without_savepoints": len(said) - control,
        "status": answer.status_code,
    }


def _run(port: int, token: str, *, clients: int, each: int) -> dict[str, Any]:
    times: list[float] = []
    errors: list[str] = []
    ready = threading.Barrier(clients + 1)
    threads = [
        threading.Thread(
            target=_client,
            args=(port, token),
            kwargs={"each": each, "ready": ready, "times": times, "errors": errors},
        )
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return {
        "requests": len(times),
        "per_second": round(len(times) / seconds, 1),
        **in_ms(times),
        "errors": len(errors),
        "first_errors": errors[:3],
    }


def _client(
    port: int,
    token: str,
    *,
    each: int,
    ready: threading.Barrier,
    times: list[float],
    errors: list[str],
) -> None:
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    bodies = [json.dumps(report) for report in REPORTS]
    server.connect()
    ready.wait()
    for number in range(each):
        began = time.perf_counter()
        try:
            server.request("POST", PATH, bodies[number % len(bodies)], headers)
            answer = server.getresponse()
            said = answer.read()
            if answer.status != http.client.CREATED:
                errors.append(f"{answer.status} {said[:200]!r}")
        except (OSError, http.client.HTTPException) as trouble:
            errors.append(repr(trouble))
            server.close()
        times.append(time.perf_counter() - began)
    server.close()
