"""A path tried out: who would be told when and by what, if nobody answered, and what is wrong.

It runs the same rules as a run does and asks whoever calls it who stands behind a telling at an
instant. It promises nothing: cover and ways may be others when the time comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.channels import IN_PRODUCT
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation.conditions import left_out, skipped
from musterpoint.domain.escalation.plan import Telling
from musterpoint.domain.escalation.state import RunState
from musterpoint.domain.escalation.turns import next_telling, told, turn
from musterpoint.domain.policy.document import Path
from musterpoint.domain.policy.spans import span_text

MOST_TURNS = 500
"""A path that passes its checks has far fewer; a longer one is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """One way to somebody, and how long after the call it is used. ``works`` says whether it can.

    ``says`` is why this way, or why it cannot work.
    """

    channel: str
    after: timedelta
    says: str = ""
    works: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who would be told. ``person`` is None for what cannot answer, such as an address."""

    code: str
    name: str
    why: str
    ways: tuple[WayOut, ...]
    person: str | None = None
    is_shadow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Who stands behind one telling at one instant; ``nobody`` when others stand in for them."""

    people: tuple[Told, ...]
    nobody: bool = False
    note: str = ""


Who = Callable[[Telling, datetime], Behind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """One telling, at its instant, or one that would be left out."""

    step: str
    round: int
    at: datetime
    because: Because
    people: tuple[Told, ...] = ()
    need: int = 1
    note: str = ""
    left_out: bool = False
    nobody: bool = False


class FlagKind(StrEnum):
    """What may be wrong with a path at an instant."""

    NOBODY = "nobody"
    NO_WAY = "no_way"
    TOO_FEW = "too_few"
    TWICE = "twice"
    DEAD_END = "dead_end"
    CUT_OFF = "cut_off"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One remark, where it belongs, and what to do about it."""

    kind: FlagKind
    step: str
    says: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would happen, in order, and what is remarkable about it."""

    tellings: tuple[Simulated, ...]
    flags: tuple[Flag, ...]


def simulate(
    path: Path,
    *,
    priority: str,
    start: datetime,
    calendars: Mapping[str, WorkingCalendar],
    who: Who,
) -> Trial:
    """Return what a run that starts at ``start`` and that nobody answers would do."""
    tellings = tuple(_play(path, priority, start, calendars, who))
    out = skipped(path, RunState(started_at=start, priority=priority))
    never = [
        Flag(
            kind=FlagKind.NEVER,
            step=one.step,
            says=one.because.says,
            remedy="Nothing, if that is meant. Otherwise change its priorities.",
        )
        for one in out
    ]
    return Trial(tellings=tellings, flags=(*_flags(tellings), *never))


def _play(
    path: Path,
    priority: str,
    start: datetime,
    calendars: Mapping[str, WorkingCalendar],
    who: Who,
) -> Iterator[Simulated]:
    state = RunState(started_at=start, priority=priority)
    at = start
    for _ in range(MOST_TURNS):
        following = next_telling(path, state)
        if following is None:
            return
        at = max(at, following.due_at)
        leaves_out = _leaving_out(path, calendars, who, at)
        now = turn(path, state, at=at, leaves_out=leaves_out)
        for out in now.skipped:
            if out.round == 0:
                yield Simulated(step=out.step, round=0, at=at, because=out.because, left_out=True)
        reached = {}
        for telling in now.tell:
            behind = who(telling, at)
            reached[telling.key] = {one.person for one in behind.people if one.person is not None}
            yield Simulated(
                step=telling.step,
                round=telling.round,
                at=at,
                because=telling.because,
                people=behind.people,
                need=telling.need,
                note=behind.note,
                nobody=behind.nobody,
            )
        state = told(path, state, now, at=at, reached=reached)


def _leaving_out(
    path: Path, calendars: Mapping[str, WorkingCalendar], who: Who, at: datetime
) -> Callable[[Telling], Because | None]:
    def why(telling: Telling) -> Because | None:
        return left_out(
            path,
            telling,
            calendars=calendars,
            finds_nobody=lambda: who(telling, at).nobody,
            at=at,
        )

    return why


def _flags(tellings: Sequence[Simulated]) -> Iterator[Flag]:
    firsts = [one for one in tellings if one.round == 0]
    for one in firsts:
        if one.left_out:
            yield _never(one)
            continue
        yield from _found(one)
    yield from _out_of_reach(firsts)
    yield from _twice(firsts)
    yield from _dead_end([one for one in tellings if not one.left_out])
    yield from _cut_off([one for one in tellings if not one.left_out])


def _never(one: Simulated) -> Flag:
    return Flag(
        kind=FlagKind.NEVER,
        step=one.step,
        says=f"At this hour it is left out: {one.because.says}",
        remedy="Nothing, if that is meant. Otherwise change its hours, or who it tells.",
    )


def _found(one: Simulated) -> Iterator[Flag]:
    if one.nobody:
        yield Flag(
            kind=FlagKind.NOBODY,
            step=one.step,
            says=f"{one.note[:1].upper()}{one.note[1:]}.",
            remedy="Put somebody on duty, or let somebody answer for the role.",
        )
    able = sum(1 for person in one.people if person.person is not None and not person.is_shadow)
    if able < one.need:
        yield Flag(
            kind=FlagKind.TOO_FEW,
            step=one.step,
            says=f"{one.need} must answer, and {able} of those told can.",
            remedy="Tell more people, or ask for fewer answers.",
        )


def _out_of_reach(firsts: Sequence[Simulated]) -> Iterator[Flag]:
    """Flag each person without a working way once, at the first step that tells them."""
    seen: set[str] = set()
    for one in firsts:
        for person in one.people:
            if person.is_shadow or person.code in seen or _ways_out(person):
                continue
            seen.add(person.code)
            yield Flag(
                kind=FlagKind.NO_WAY,
                step=one.step,
                says=f"{person.name} has no working way out: {_of_ways(person)}.",
                remedy="Add a way to reach them and prove it, or set the channel up.",
            )


def _ways_out(person: Told) -> list[WayOut]:
    return [way for way in person.ways if way.works and way.channel != IN_PRODUCT]


def _of_ways(person: Told) -> str:
    said = [f"{way.channel.replace('_', ' ')}: {way.says}" for way in person.ways if not way.works]
    return "; ".join(said) or "only the page in the product"


def _twice(firsts: Sequence[Simulated]) -> Iterator[Flag]:
    """Flag each person behind several steps once, at the second of them."""
    steps: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for one in firsts:
        for person in one.people:
            if person.person is not None and not person.is_shadow:
                names[person.person] = person.name
                steps.setdefault(person.person, []).append(one.step)
    for code, told_by in steps.items():
        if len(told_by) > 1:
            first, *later = (step.replace("_", " ") for step in told_by)
            yield Flag(
                kind=FlagKind.TWICE,
                step=told_by[1],
                says=f"{names[code]} is told by {first}, and again by {', '.join(later)}.",
                remedy="Let somebody else answer for one of them.",
            )


def _dead_end(tellings: Sequence[Simulated]) -> Iterator[Flag]:
    """Flag the step after which nobody is told who was not told before."""
    seen: set[str] = set()
    last_new = 0
    for place, one in enumerate(tellings):
        people = {person.code for person in one.people if not person.is_shadow}
        if people - seen:
            last_new = place
        seen |= people
    later = tellings[last_new + 1 :]
    last = tellings[last_new] if tellings else None
    if last is not None and any(one.round == 0 for one in later):
        yield Flag(
            kind=FlagKind.DEAD_END,
            step=last.step,
            says="After it nobody is told who was not told before.",
            remedy="Let a later step, or the fallback, tell somebody else.",
        )


def _cut_off(tellings: Sequence[Simulated]) -> Iterator[Flag]:
    for one, following in pairwise(tellings):
        gap = following.at - one.at
        if gap <= timedelta(0) or following.step == one.step or one.round:
            continue
        late = ((p, way) for p in one.people for way in _ways_out(p) if way.after >= gap)
        for person, way in late:
            channel, then = way.channel.replace("_", " "), following.step.replace("_", " ")
            after = f"comes after {span_text(way.after)}, when {then} is told"
            yield Flag(
                kind=FlagKind.CUT_OFF,
                step=one.step,
                says=f"{channel} to {person.name} {after}.",
                remedy="Use it sooner, or give the step more time.",
            )
