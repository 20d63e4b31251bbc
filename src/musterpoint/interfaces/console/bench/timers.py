"""How late a timer's message is when very many fall due in the same second.

Real worker processes, and a mail server in a process of its own. Lateness is counted from the due
instant, once until the message is seen committed and once until the mail is in the server's hands.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from musterpoint.apps.notifications.channels.email.wording import token
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench import due_runs, rival
from musterpoint.interfaces.console.bench.load import Load, cookie_of
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import Scratch, rows, scratch
from musterpoint.interfaces.console.fakes.provider import Provider

GLANCE = 0.003
DUTY = 0.15
"""Looking takes at most this share of the time, or it would slow down what it looks at."""
PATIENCE = 120.0
APART = timedelta(milliseconds=700)
TOLD = "SELECT count(DISTINCT stream) FROM notifications_message WHERE purpose = 'path'"
KEYS = "SELECT key FROM notifications_message WHERE purpose = 'path' AND channel = 'email'"
VERDICT = """
SELECT (SELECT count(DISTINCT stream) FROM notifications_message WHERE purpose = 'path'),
    (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM notifications_message
        WHERE purpose = 'path' GROUP BY stream, recipient_id, address, channel) AS each)
    + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM escalation_telling
        WHERE state = 'told' GROUP BY run_id) AS each)
"""


def measure(
    *,
    count: int = 10_000,
    workers: int = 2,
    repeat: int = 1,
    load: float = 0,
    compare: bool = False,
) -> dict[str, Any]:
    """Let ``count`` paths fall due at one instant, ``repeat`` times, and watch the workers."""
    with scratch("timers") as here, _mail() as mail:
        person, _ = due_runs.make(count * repeat)
        _start_workers(here, workers, mail)
        with _loaded(here, person, load) as asking:
            dues = _dues(count, repeat)
            due_runs.arm(dues)
            late, handed = _watch(dues, mail)
            pages = asking.end() if asking else None
        fired, doubled = rows(VERDICT)[0]
        here.end()
        against = {"procrastinate": rival.measure(here, count=count)} if compare else {}
    total = count * repeat
    return {
        "count": count,
        "workers": workers,
        **({"repeated": repeat} if repeat > 1 else {}),
        "fired": fired,
        "lost": total - fired,
        "doubled": int(doubled),
        **_spread(late),
        "handed": {"mails": len(handed), **_spread(handed)},
        **({"pages": pages} if pages else {}),
        **against,
    }


def _dues(count: int, repeat: int) -> list[datetime]:
    first = clock.now() + timedelta(seconds=3 + count * repeat / 5_000)
    return [first + APART * turn for turn in range(repeat) for _ in range(count)]


@contextmanager
def _mail() -> Iterator[Provider]:
    with tempfile.TemporaryDirectory() as folder:
        mail = Provider("mail", Path(folder) / "journal")
        try:
            yield mail
        finally:
            mail.end()


@contextmanager
def _loaded(here: Scratch, person: Any, per_second: float) -> Iterator[Load | None]:
    """Look at the board and a room meanwhile, from another process, when there is to be load."""
    if not per_second:
        with nullcontext():
            yield None
        return
    _, port, _ = here.serve()
    first = rows("SELECT min(id) FROM incidents_incident")[0][0]
    paths = ["/", f"/incidents/INC-{first:06d}/"]
    yield Load(ports=[port], paths=paths, cookie=cookie_of(person), per_second=per_second)


def _start_workers(here: Scratch, workers: int, mail: Provider) -> None:
    for _ in range(workers):
        here.start("worker", EMAIL_URL=f"smtp://127.0.0.1:{mail.port}/")
    until = time.monotonic() + 30
    while rows("SELECT count(*) FROM timers_beat")[0][0] < workers:
        if time.monotonic() > until:
            raise RuntimeError("The workers did not come up.")
        time.sleep(0.1)
    time.sleep(1)


def _watch(dues: Sequence[datetime], mail: Provider) -> tuple[list[float], list[float]]:
    """Look how many are committed until no more come, and read what the mail server was given."""
    late: list[float] = []
    until = dues[-1] + timedelta(seconds=PATIENCE)
    time.sleep(max(0.0, (dues[0] - clock.now()).total_seconds()))
    while clock.now() < until and len(late) < len(dues):
        began = time.perf_counter()
        told = rows(TOLD)[0][0]
        at = clock.now()
        late += [(at - due).total_seconds() for due in dues[len(late) : told]]
        time.sleep(max(GLANCE, (time.perf_counter() - began) / DUTY))
    return late, _handed(dues, mail, until)


def _handed(dues: Sequence[datetime], mail: Provider, until: datetime) -> list[float]:
    wanted: set[str] = set()
    found: dict[str, float] = {}
    while clock.now() < until:
        wanted = wanted or {token(key) for (key,) in rows(KEYS)}
        for each in mail.given():
            if _digest(each.id) in wanted:
                found.setdefault(each.id, each.at)
        if len(found) >= len(wanted) > 0:
            break
        time.sleep(0.2)
    time.sleep(1)  # a second telling would come now
    arrivals = sorted(found.values())
    return [at - due.timestamp() for at, due in zip(arrivals, dues, strict=False)]


def _digest(name: str) -> str:
    return name.partition("@")[0]


def _spread(late: Sequence[float]) -> dict[str, float]:
    return {
        "p50_s": round(percentile(late, 0.5), 3),
        "p99_s": round(percentile(late, 0.99), 3),
        "max_s": round(max(late, default=0.0), 3),
    }
