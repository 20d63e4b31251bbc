"""How somebody is reached: by which ways, in which order, when, and why.

A person orders their own ways; the strategy may name channels, and says what must wake. Quiet hours
put off what need not wake, and never what must. Nobody is ever left without a way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.calendars import WorkingCalendar

IN_PRODUCT = "in_product"
AT_ONCE = timedelta(0)
NEXT_CHANNEL_AFTER = timedelta(minutes=2)
"""How long one channel that the strategy names is given before the next one is used."""

LONGEST_QUIET = timedelta(days=7)
"""Quiet hours that never end hold nothing back for longer."""

RECEIPTS = ("", "taken", "sent", "failed", "delivered", "read")
"""What another side reports of a message, in the order in which it can only go forward."""

ARRIVED = ("delivered", "read")


class When(StrEnum):
    """In which part of a person's week a preference counts. Night is their quiet hours."""

    ALWAYS = "always"
    DAY = "day"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way that could be used. ``method_id`` is None for the account's e-mail and the page."""

    channel: str
    address: str = ""
    method_id: int | None = None
    makes_noise: bool = False
    is_broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One entry of a person's own order. ``method_id`` None means the account's e-mail."""

    method_id: int | None
    after: timedelta = AT_ONCE
    priorities: frozenset[str] = frozenset()
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who is reached: their ways, their own order, and their quiet hours, if they keep any."""

    methods: tuple[Method, ...]
    wishes: tuple[Wish, ...] = ()
    quiet: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way that is used, how long after the call, and why.

    ``is_broken`` says that it failed for good before and is tried for want of anything better.
    """

    channel: str
    address: str
    method_id: int | None
    after: timedelta
    says: str
    is_broken: bool = False


def ways(
    holder: Holder, *, priority: str, wakes: bool, at: datetime, by: Sequence[str] = ()
) -> tuple[Way, ...]:
    """Return the ways in which this holder is reached, the soonest first.

    ``by`` are the channels that the strategy names, in its order. The page in the product is used
    at once, whatever else. A call that ``wakes`` has a way out at once, and a loud one where there
    is one.
    """
    is_night = holder.quiet is not None and holder.quiet.is_open(at)
    out = [m for m in holder.methods if m.channel != IN_PRODUCT]
    chosen = _chosen(holder, _usable(out), priority=priority, is_night=is_night, by=by)
    if wakes:
        chosen = _awake(chosen, out)
    elif holder.quiet is not None:
        chosen = _put_off(chosen, out, holder.quiet, at)
    page = [_way(m, says="shown in the product") for m in holder.methods if m not in out]
    return (*page, *sorted(chosen, key=lambda way: way.after))


def furthest(was: str, now: str) -> str:
    """Return the further of two receipts: a late one never takes a message back."""
    return max(was, now, key=RECEIPTS.index)


def _usable(out: Sequence[Method]) -> list[Method]:
    """Return what works; where nothing does, all there is, for a try costs nothing."""
    return [m for m in out if not m.is_broken] or list(out)


def _chosen(
    holder: Holder, usable: Sequence[Method], *, priority: str, is_night: bool, by: Sequence[str]
) -> list[Way]:
    return (
        _by_the_strategy(usable, by)
        or _by_wish(holder.wishes, usable, priority=priority, is_night=is_night)
        or [_way(m, says=_default(m, holder)) for m in usable]
    )


def _by_the_strategy(usable: Sequence[Method], by: Sequence[str]) -> list[Way]:
    named = [c for c in dict.fromkeys(by) if any(m.channel == c for m in usable)]
    return [
        _way(m, after=NEXT_CHANNEL_AFTER * place, says="the strategy names this channel")
        for place, channel in enumerate(named)
        for m in usable
        if m.channel == channel
    ]


def _by_wish(
    wishes: Iterable[Wish], usable: Sequence[Method], *, priority: str, is_night: bool
) -> list[Way]:
    present = When.NIGHT if is_night else When.DAY
    found: dict[Method, Way] = {}
    for wish in wishes:
        if wish.when not in (When.ALWAYS, present):
            continue
        if wish.priorities and priority not in wish.priorities:
            continue
        for method in usable:
            if _is_meant(method, wish):
                found.setdefault(method, _way(method, after=wish.after, says="their own order"))
    return list(found.values())


def _is_meant(method: Method, wish: Wish) -> bool:
    if wish.method_id is None:
        return method.method_id is None and method.channel == "email"
    return method.method_id == wish.method_id


def _awake(chosen: Sequence[Way], out: Sequence[Method]) -> list[Way]:
    """Return ways of which one goes out at once, with a loud one among them if there is any."""
    loud = [m for m in out if m.makes_noise]
    if not any(_same(way, m) for way in chosen for m in loud):
        added = [m for m in loud if not m.is_broken] or loud
        chosen = [*chosen, *(_way(m, says="this must wake") for m in added)]
    first = min((way.after for way in chosen), default=AT_ONCE)
    return [replace(way, after=way.after - first) for way in chosen]


def _put_off(
    chosen: Sequence[Way], out: Sequence[Method], quiet: WorkingCalendar, at: datetime
) -> list[Way]:
    """Return the ways with the loud ones put off that would fall into quiet hours."""
    loud = [m for m in out if m.makes_noise]
    return [
        _after_quiet(way, quiet, at) if any(_same(way, m) for m in loud) else way for way in chosen
    ]


def _after_quiet(way: Way, quiet: WorkingCalendar, at: datetime) -> Way:
    wanted_at = at + way.after
    quiet_now = next(iter(quiet.segments(wanted_at, wanted_at + LONGEST_QUIET)), None)
    if quiet_now is None or quiet_now.start > wanted_at:
        return way
    return replace(way, after=quiet_now.end - at, says="quiet hours: this need not wake")


def _same(way: Way, method: Method) -> bool:
    return (way.channel, way.address, way.method_id) == (
        method.channel,
        method.address,
        method.method_id,
    )


def _default(method: Method, holder: Holder) -> str:
    if method.is_broken:
        return "nothing else is left, though it failed last time"
    return "their own order leaves nothing" if holder.wishes else "all their ways at once"


def _way(method: Method, *, says: str, after: timedelta = AT_ONCE) -> Way:
    return Way(
        channel=method.channel,
        address=method.address,
        method_id=method.method_id,
        after=after,
        says=says,
        is_broken=method.is_broken,
    )
