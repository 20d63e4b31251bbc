"""The product in numbers, in Prometheus' text format.

One gauge per thing that can go quietly wrong. With the database gone there is still an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from musterpoint.apps.incidents.queries import open_counts
from musterpoint.apps.notifications import queries as notifications
from musterpoint.apps.timers import queries as timers


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One measure: a value for each label, or a single one under no label."""

    name: str
    says: str
    values: Mapping[str, float]
    label: str = ""

    def text(self) -> str:
        """Return the lines of the exposition."""
        head = f"# HELP {self.name} {self.says}\n# TYPE {self.name} gauge\n"
        return head + "".join(
            f"{self.name}{self._labelled(of)} {value:g}\n" for of, value in self.values.items()
        )

    def _labelled(self, of: str) -> str:
        return f'{{{self.label}="{of}"}}' if self.label else ""


def exposition(*, at: datetime) -> str:
    """Return every gauge at ``at``."""
    try:
        gauges = list(_gauges(at))
        up = 1.0
    except DatabaseError:
        gauges, up = [], 0.0
    alive = _single("musterpoint_database_up", "Whether the database answers.", up)
    return "".join(gauge.text() for gauge in (alive, *gauges))


def _gauges(at: datetime) -> Iterator[Gauge]:
    yield Gauge(
        name="musterpoint_incidents_open",
        says="Open incidents by priority, restricted ones left out.",
        label="priority",
        values=open_counts.open_by_priority(),
    )
    lag = timers.lag(at=at)
    yield _single("musterpoint_timers_armed", "Timers that wait for their instant.", lag.armed)
    yield _single("musterpoint_timers_overdue", "Timers due and not fired.", lag.overdue)
    yield _single(
        "musterpoint_timers_oldest_lag_seconds",
        "Lateness of the oldest overdue timer.",
        lag.oldest.total_seconds(),
    )
    outbox = notifications.outbox(at=at)
    yield _single("musterpoint_outbox_pending", "Messages not yet sent.", outbox.queued)
    yield Gauge(
        name="musterpoint_outbox_pending_on",
        says="Messages not yet sent, by channel.",
        label="channel",
        values=outbox.by_channel,
    )
    yield _single("musterpoint_outbox_put_off", "Messages that wait on purpose.", outbox.put_off)
    yield _single("musterpoint_outbox_dead", "Dead letters not settled.", outbox.dead)
    yield _single("musterpoint_outbox_unowned", "Dead letters without owner.", outbox.unowned)
    yield _single(
        "musterpoint_outbox_oldest_seconds",
        "How long the oldest message has been overdue.",
        outbox.oldest.total_seconds(),
    )
    yield _single(
        "musterpoint_receipts_unclaimed",
        "Receipts for messages that are not known, of the last day.",
        notifications.unclaimed_receipts(),
    )
    yield from _worker(at)


def _worker(at: datetime) -> Iterator[Gauge]:
    beat = timers.last_beat()
    if beat is not None:
        yield _single(
            "musterpoint_worker_heartbeat_age_seconds",
            "Time since a worker last said that it is alive.",
            max((at - beat).total_seconds(), 0.0),
        )


def _single(name: str, says: str, value: float) -> Gauge:
    return Gauge(name=name, says=says, values={"": value})
