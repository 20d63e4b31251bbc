"""Run the past through a strategy, beside another one: as a job, and for the console.

Reads only, in bounded memory. The figures are the same through every door.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from musterpoint.apps.escalation.really_told import ran_out, really_told
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.queries import replayed
from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies.named import HasErrors, NamedStrategy, NoSuchStrategy
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.domain.replay import Comparison, PastIncident, Tally
from musterpoint.domain.replay.rows import row_of
from musterpoint.domain.wall_clock import zone_named

TELL_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be replayed under what; ``against`` is None where nothing stands beside it."""

    policy: NamedStrategy
    against: NamedStrategy | None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The figures, as they are published, and a row for each incident that differs."""

    figures: dict[str, Any]
    rows: list[dict[str, Any]]


def replay(
    order: Order,
    pasts: Iterable[PastIncident],
    *,
    at: datetime,
    tell: Callable[[int], None] = lambda _done: None,
) -> Replayed:
    """Play ``pasts`` and return what it comes to; ``tell`` hears now and then how far it is."""
    began = time.perf_counter()
    against = order.against
    comparison = Comparison(order.policy.strategy, against.strategy if against else None)
    rows: list[dict[str, Any]] = []
    for past in pasts:
        change = comparison.add(past)
        if change is not None:
            rows.append(row_of(change))
        if not comparison.count % TELL_EVERY:
            tell(comparison.count)
    return Replayed(
        figures={
            "policy": _called(order.policy),
            "against": _called(against) if against else None,
            "from": order.since.isoformat() if order.since else None,
            "to": order.until.isoformat() if order.until else None,
            "at": at.isoformat(),
            **comparison.figures(),
            "changed": len(rows),
            "names": _names(order),
            "seconds": round(time.perf_counter() - began, 3),
        },
        rows=rows,
    )


def replay_own(
    order: Order, *, at: datetime, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Replayed:
    """Replay the centre's own incidents."""
    found = replayed.to_replay(since=order.since, until=order.until)
    count = found.count()
    tell(0, count)
    done = replay(order, replayed.pasts(found, at=at), at=at, tell=lambda n: tell(n, count))
    done.figures["sides"]["happened"] |= _really_told(found, order)
    return done


def _really_told(rows: QuerySet[Incident], order: Order) -> dict[str, Any]:
    """Return whom the runs of the centre's own incidents really told; imported ones had none."""
    own = rows.filter(source_system="")
    tally = Tally(zone=zone_named(order.policy.strategy.zone))
    for telling, strategy in really_told(own):
        tally.tell(telling, waking=strategy.waking or strategy.high_priorities)
    return {"own": own.count(), **tally.calls(), "unanswered": ran_out(own)}


def replay_job(work: JobAtWork) -> None:
    """Do what was asked for; the rows and both texts are kept with the figures, as evidence."""
    at = work.now()
    asked = work.arguments
    try:
        order = Order(
            policy=strategies.named(asked["policy"], at=at),
            against=strategies.named(asked["against"], at=at) if asked["against"] else None,
            since=_instant(asked["from"]),
            until=_instant(asked["to"]),
        )
    except (NoSuchStrategy, NoStrategyInForce, HasErrors) as refusal:
        raise JobFailed(str(refusal)) from refusal
    found = replay_own(order, at=at, tell=work.progress)
    work.finish(found.figures, blob=packed(order, found.rows))


def packed(order: Order, rows: list[dict[str, Any]]) -> bytes:
    """Return rows and texts as a job keeps them."""
    kept = {
        "rows": rows,
        "policy": order.policy.text,
        "against": order.against.text if order.against else "",
    }
    return zlib.compress(json.dumps(kept).encode())


def unpacked(blob: bytes) -> dict[str, Any]:
    """Return what ``packed`` made: ``rows``, and the texts ``policy`` and ``against``."""
    kept: dict[str, Any] = json.loads(zlib.decompress(blob))
    return kept


def _names(order: Order) -> dict[str, str]:
    """Return what people call the roles, rotas and duties whose codes the figures hold."""
    found: dict[str, str] = {}
    for one in (order.against, order.policy):
        if one is not None:
            found |= {f"role:{code}": role.name for code, role in one.strategy.roles.items()}
            found |= {
                f"duty:{code}": duty.name
                for code, duty in one.strategy.obligations.items()
                if duty.name
            }
    return found


def _called(one: NamedStrategy) -> dict[str, str]:
    return {"name": one.name, "title": one.title, "digest": one.digest}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
