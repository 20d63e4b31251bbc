"""Which faults, in which order: all of it follows from the seed and the number of faults.

Fault N is the same whenever seed and count are, so it can be played again alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

WORKERS = ("worker-1", "worker-2")
WEBS = ("web-1", "web-2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault: where it strikes, how, and how many of a thousand are of it."""

    name: str
    lane: str
    of_a_thousand: int
    doubles: bool = False
    """Whether a provider that ignores the key may get a message twice because of it."""


KINDS = (
    Kind(name="worker_killed_before_commit", lane="worker", of_a_thousand=80, doubles=True),
    Kind(name="worker_killed_after_commit", lane="worker", of_a_thousand=80, doubles=True),
    Kind(name="worker_cut_before_commit", lane="worker", of_a_thousand=60, doubles=True),
    Kind(name="worker_cut_after_commit", lane="worker", of_a_thousand=60, doubles=True),
    Kind(name="worker_cut_midway", lane="worker", of_a_thousand=40, doubles=True),
    Kind(name="clock_an_hour_ahead", lane="worker", of_a_thousand=15, doubles=True),
    Kind(name="clock_an_hour_behind", lane="worker", of_a_thousand=15, doubles=True),
    Kind(name="web_killed_before_commit", lane="web", of_a_thousand=45),
    Kind(name="web_killed_after_commit", lane="web", of_a_thousand=45),
    Kind(name="web_cut_before_commit", lane="web", of_a_thousand=50),
    Kind(name="web_cut_after_commit", lane="web", of_a_thousand=50),
    Kind(name="web_cut_midway", lane="web", of_a_thousand=40),
    Kind(name="postgres_killed", lane="postgres", of_a_thousand=25, doubles=True),
    Kind(name="disk_full", lane="postgres", of_a_thousand=15, doubles=True),
    Kind(name="mail_refused_for_now", lane="mail", of_a_thousand=60),
    Kind(name="mail_answer_lost", lane="mail", of_a_thousand=50, doubles=True),
    Kind(name="mail_hung_up", lane="mail", of_a_thousand=40),
    Kind(name="mail_slow", lane="mail", of_a_thousand=15, doubles=True),
    Kind(name="text_answered_500", lane="text", of_a_thousand=35),
    Kind(name="text_answered_429", lane="text", of_a_thousand=30),
    Kind(name="text_answer_lost", lane="text", of_a_thousand=30, doubles=True),
    Kind(name="text_receipts_jumbled", lane="text", of_a_thousand=40),
    Kind(name="hook_answered_500", lane="hook", of_a_thousand=25),
    Kind(name="hook_answered_429", lane="hook", of_a_thousand=25),
    Kind(name="hook_answer_lost", lane="hook", of_a_thousand=30, doubles=True),
)
PROVIDERS = ("mail", "text", "hook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: its number, kind, whom it hits, at the how-manieth commit, after which pause."""

    number: int
    kind: Kind
    target: str
    skip: int
    pause: float

    @property
    def lane(self) -> str:
        return self.target if self.kind.lane in {"worker", "web"} else self.kind.lane


def lay_out(*, seed: int, count: int) -> tuple[Fault, ...]:
    """Return ``count`` faults: every kind at least once when there is room, then by their share."""
    dice = random.Random(seed)  # noqa: S311  # must be the same again
    kinds = list(KINDS[:count])
    shares = [kind.of_a_thousand for kind in KINDS]
    wanted = [kind for kind in KINDS for _ in range(round(kind.of_a_thousand * count / 1000) - 1)]
    kinds += wanted[: max(0, count - len(kinds))]
    kinds += dice.choices(KINDS, shares, k=count - len(kinds))
    dice.shuffle(kinds)
    return tuple(_fault(dice, number, kind) for number, kind in enumerate(kinds, start=1))


def _fault(dice: random.Random, number: int, kind: Kind) -> Fault:
    targets = {"worker": WORKERS, "web": WEBS}.get(kind.lane, (kind.lane,))
    return Fault(
        number=number,
        kind=kind,
        target=dice.choice(targets),
        skip=dice.randrange(6),
        pause=round(dice.uniform(0.0, 0.4), 2),
    )
