"""What is answered about a path tried out."""

from __future__ import annotations

from datetime import datetime

from musterpoint.interfaces.api.reading import Said


class WayOutSaid(Said):
    """One way to somebody: how many seconds after the call it is used, and whether it can work."""

    channel: str
    after: int
    works: bool
    says: str


class ToldSaid(Said):
    """Somebody who would be told. Whoever shadows counts for nothing."""

    person_id: int | None
    name: str
    why: str
    is_shadow: bool
    ways: list[WayOutSaid]


class SimulatedSaid(Said):
    """One telling at its instant, or a step that would be left out."""

    step: str
    round: int
    at: datetime
    left_out: bool
    because: dict[str, str]
    note: str
    need: int
    people: list[ToldSaid]


class FlagSaid(Said):
    """What may be wrong, where, and what to do about it."""

    kind: str
    step: str
    says: str
    remedy: str


class SimulationSaid(Said):
    """Who would be told when, and by what, if nobody answered."""

    path: str
    priority: str
    at: datetime
    policy_version: int
    tellings: list[SimulatedSaid]
    flags: list[FlagSaid]
