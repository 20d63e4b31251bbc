"""From an incident being logged to the first attempt at telling somebody; and what a bad day costs.

A bad day is a mail server that is slow or away, and workers that are killed with mails in hand.
"""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from musterpoint.apps.notifications.channels.email.wording import token as name_of
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.samples import in_ms, percentile
from musterpoint.interfaces.console.bench.scratch import Scratch, rows, scratch
from musterpoint.interfaces.console.fakes import orders
from musterpoint.interfaces.console.fakes.provider import Provider

WORKERS = 2
PATH = "/api/v1/incidents"
EVERY = 0.15
ON_A_BAD_DAY = 60
IN_HAND = 20
SLOW = 5.0
PATIENCE = 90.0
WARM_UP = 10
OF_INCIDENTS = """
SELECT key, stream FROM notifications_message WHERE purpose = 'path' AND channel = 'email'
"""


def measure(*, count: int = 200) -> dict[str, Any]:
    """Log ``count`` incidents and watch the mail server; then do the same on bad days."""
    with tempfile.TemporaryDirectory() as folder, scratch("delivery") as here:
        mail = Provider("mail", Path(folder) / "journal")
        try:
            _, secret = add_people()
            _, port, _ = here.serve()
            workers = _start(here, mail)
            desk = Desk(port, secret)
            desk.log(WARM_UP)
            healthy = desk.log(count)
            attempts = _attempts(healthy, mail)
            mail.order(orders.DAWDLE, seconds=SLOW)
            slow = desk.log(ON_A_BAD_DAY)
            restarted = _kill_and_restart(here, desk, mail, workers)
            mail.end()
            away = desk.log(ON_A_BAD_DAY)
            desk.close()
        finally:
            mail.end()
    return {
        "incidents": count,
        "first_attempt": _spread(attempts),
        "never_attempted": count - len(attempts),
        "restart": restarted,
        "post_ms": {
            "mail_healthy": _waits(healthy),
            "mail_slow": _waits(slow),
            "mail_away": _waits(away),
        },
    }


class Desk:
    """Somebody who logs incidents at a steady pace, and when each was sent and answered."""

    def __init__(self, port: int, secret: str) -> None:
        self._server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._number = 0

    def log(self, count: int) -> dict[str, tuple[float, float]]:
        """Log so many; return when each was sent, and how long its answer took."""
        found: dict[str, tuple[float, float]] = {}
        self._server.close()  # the server may have tired of it meanwhile
        self._server.connect()
        for _ in range(count):
            self._number += 1
            body = {"summary": f"Line {self._number} is down", "impact": "I2", "urgency": "U2"}
            sent_at, began = clock.now().timestamp(), time.perf_counter()
            self._server.request("POST", PATH, json.dumps(body), self._headers)
            answer = self._server.getresponse()
            said = json.loads(answer.read())
            took = time.perf_counter() - began
            if answer.status != http.client.CREATED:
                raise RuntimeError(f"{answer.status}: {said}")
            found[f"incident:{int(said['ref'].rpartition('-')[2])}"] = (sent_at, took)
            time.sleep(max(0.0, EVERY - took))
        return found

    def close(self) -> None:
        self._server.close()


def _start(here: Scratch, mail: Provider) -> list[Any]:
    address = f"smtp://127.0.0.1:{mail.port}/"
    before = rows("SELECT count(*) FROM timers_beat")[0][0]
    workers = [here.start("worker", EMAIL_URL=address) for _ in range(WORKERS)]
    until = time.monotonic() + PATIENCE
    while rows("SELECT count(*) FROM timers_beat")[0][0] < before + WORKERS:
        if time.monotonic() > until:
            raise RuntimeError("The workers did not come up.")
        time.sleep(0.1)
    return workers


def _attempts(logged: dict[str, tuple[float, float]], mail: Provider) -> list[float]:
    """Return how long after each was sent the mail server had its first mail."""
    found: dict[str, float] = {}
    until = time.monotonic() + PATIENCE
    while len(found) < len(logged) and time.monotonic() < until:
        time.sleep(0.2)
        streams = {name_of(key): stream for key, stream in rows(OF_INCIDENTS)}
        for each in mail.given():
            stream = streams.get(each.id.partition("@")[0], "")
            if stream in logged:
                found.setdefault(stream, each.at - logged[stream][0])
    return list(found.values())


def _kill_and_restart(
    here: Scratch, desk: Desk, mail: Provider, workers: Sequence[Any]
) -> dict[str, float]:
    """Kill all workers with mails in hand; return when the new ones began and had sent all."""
    logged = desk.log(IN_HAND)
    for worker in workers:
        worker.kill()
        worker.wait()
        here.processes.remove(worker)
    mail.order(orders.TAKE)
    already = len(mail.given())
    queued = "SELECT count(*) FROM notifications_message WHERE state = 'queued'"
    waiting = rows(queued)[0][0]
    restarted_at = clock.now().timestamp()
    _start(here, mail)
    until = time.monotonic() + PATIENCE
    while rows(queued)[0][0] and time.monotonic() < until:
        time.sleep(0.1)
    arrived = [each.at - restarted_at for each in mail.given()[already:]]
    return {
        "logged_meanwhile": len(logged),
        "in_hand_or_queued": waiting,
        "first_retry_s": round(min(arrived, default=PATIENCE), 2),
        "last_retry_s": round(max(arrived, default=PATIENCE), 2),
        "left_after_s": rows(queued)[0][0],
    }


def _waits(logged: dict[str, tuple[float, float]]) -> dict[str, float]:
    return in_ms([took for _, took in logged.values()])


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "p50_s": round(percentile(values, 0.5), 3),
        "p99_s": round(percentile(values, 0.99), 3),
        "max_s": round(max(values, default=0.0), 3),
    }
