"""People who log, acknowledge and judge incidents by the API, and write down what was promised.

A request that is not answered is sent again with the same key until it is. What was answered with
success is a promise, and is held against the product at the end.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from musterpoint.interfaces import clock

CLIENTS = 3
EVERY = 0.45
HALF = 0.5
WHO_JUDGE = 0.15
WHO_ANSWER = 0.45
ASKING = 180.0
AGAIN = 0.15
TIMEOUT = 10.0
PATH = "/api/v1/incidents"
ANSWERED_BELOW = 500
GOOD = range(200, 300)


@dataclass(slots=True, kw_only=True)
class Promise:
    """One incident as its logger knows it."""

    key: str
    asked_at: datetime
    ref: str = ""
    status: int = 0
    accepted_at: datetime | None = None
    acknowledged_at: datetime | None = None
    assessed_at: datetime | None = None
    refused: list[str] = field(default_factory=list)
    sent: int = 0


class Workload:
    """Clients that go on until told to stop; ``ports`` are the web processes they take in turn."""

    def __init__(self, *, ports: list[int], token: str, seed: int) -> None:
        self._ports = ports
        self._token = token
        self._seed = seed
        self._number = 0
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self.promises: list[Promise] = []
        self.good_at: list[float] = []
        self.unanswered: Counter[str] = Counter()

    def start(self) -> None:
        """Begin, or begin again."""
        self._ending.clear()
        self._threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is begun and come to rest."""
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def answer_all(self) -> None:
        """Acknowledge every second incident that nobody answered for; the others run their path."""
        for promise in self.promises:
            open_ = promise.ref and promise.acknowledged_at is None
            if open_ and self._dice(promise.key, "late").random() < HALF:
                self._acknowledge(promise)

    def _work(self) -> None:
        while not self._ending.is_set():
            with self._lock:
                self._number += 1
                promise = Promise(key=f"{self._seed}-{self._number}", asked_at=clock.now())
                self.promises.append(promise)
            self._live(promise)
            self._ending.wait(EVERY * CLIENTS)

    def _live(self, promise: Promise) -> None:
        dice = self._dice(promise.key, "log")
        body = {
            "summary": f"Line {promise.key} is down",
            "impact": dice.choice(["I1", "I2"]),
            "urgency": dice.choice(["U1", "U2"]),
        }
        answer = self._ask(promise, "", body)
        if answer is None:
            return
        promise.ref, promise.accepted_at = answer["ref"], clock.now()
        what = dice.random()
        if what < WHO_JUDGE:
            judged = {"impact": "I1", "urgency": "U1", "reason": "It spreads"}
            if self._ask(promise, "assess", judged) is not None:
                promise.assessed_at = clock.now()
        elif what < WHO_JUDGE + WHO_ANSWER:
            self._ending.wait(dice.uniform(0.0, 4.0))
            self._acknowledge(promise)

    def _acknowledge(self, promise: Promise) -> None:
        if self._ask(promise, "acknowledge", {}) is not None:
            promise.acknowledged_at = clock.now()

    def _ask(self, promise: Promise, move: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """Ask again and again with one key, until somebody answers."""
        path = f"{PATH}/{promise.ref}/{move}" if move else PATH
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{promise.key}-{move or 'log'}",
        }
        until = time.monotonic() + ASKING
        while time.monotonic() < until:
            port = self._ports[promise.sent % len(self._ports)]
            server = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            promise.sent += 1
            try:
                server.request("POST", path, json.dumps(body), headers)
                answer = server.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException) as trouble:
                self.unanswered[type(trouble).__name__] += 1
                time.sleep(AGAIN)
                continue
            finally:
                server.close()
            if answer.status in GOOD:
                self.good_at.append(clock.now().timestamp())
                return dict(json.loads(said))
            if answer.status < ANSWERED_BELOW:
                promise.refused.append(f"{move or 'log'}: {answer.status} {said[:200]!r}")
                return None
            self.unanswered[str(answer.status)] += 1
            time.sleep(AGAIN)
        promise.refused.append(f"{move or 'log'}: never answered")
        return None

    def _dice(self, key: str, what: str) -> random.Random:
        return random.Random(f"{key}:{what}")  # noqa: S311  # must be the same again
