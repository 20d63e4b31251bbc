"""Whether rotas are ready to be relied on: gaps, people who cannot be reached, too little rest.

It judges the turns as they will really be, with overrides and absence in them. What blocks would
leave an incident with nobody to reach; what warns is for a person to weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.rotas.answers import Gap
from musterpoint.domain.rotas.cover import gaps
from musterpoint.domain.rotas.evidence import (
    Duty,
    Seen,
    duties_of,
    each_once,
    overlaps,
    rests,
    shared_leads,
    where_it_shows,
)
from musterpoint.domain.rotas.values import Rota
from musterpoint.domain.wall_clock import utc


class FindingKind(StrEnum):
    GAP = "gap"
    UNREACHABLE = "unreachable"
    DOUBLE_BOOKED = "double_booked"
    SHORT_REST = "short_rest"
    LAPSED_TRAINING = "lapsed_training"
    CALENDAR_UNREAD = "calendar_unread"
    CALENDAR_UNMATCHED = "calendar_unmatched"


class Severity(StrEnum):
    """``blocks`` keeps a rota from being published."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rotas do not know about people.

    ``reachable`` are those with a working way to reach them; ``roles`` the responder roles that
    somebody reachable holds; ``lapsed`` names the training that a person should have renewed.
    """

    reachable: frozenset[int]
    roles: frozenset[str]
    lapsed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to put right, on one rota, first in evidence from ``start`` up to ``end``.

    ``says`` calls the person "this person": whoever shows it knows the name, the rules do not.
    """

    kind: FindingKind
    severity: Severity
    rota: str
    person: int | None
    start: datetime
    end: datetime
    says: str
    remedy: str


def readiness(
    rotas: Iterable[Rota], facts: Facts, start: datetime, end: datetime
) -> tuple[Finding, ...]:
    """Return what is wrong in the stretch: what blocks first, then as it comes.

    One finding stands for all of its kind about a person on a rota. Somebody on two rotas is found
    on both, so that neither rota's own page hides it.
    """
    start, end = utc(start), utc(end)
    rotas = tuple(rotas)
    duties = [duty for rota in rotas for duty in duties_of(rota, start, end)]
    found = [
        *_of_rotas(rotas, facts, start, end),
        *_unreachable(duties, facts),
        *_twice_on_one_rota(duties),
        *_first_on_two_rotas(rotas, start, end),
        *_short_rest(duties),
        *_lapsed(duties, facts),
    ]
    return tuple(sorted(found, key=lambda each: (each.severity is Severity.WARNS, each.start)))


def blocks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a rota from being published."""
    return tuple(each for each in findings if each.severity is Severity.BLOCKS)


def _of_rotas(
    rotas: tuple[Rota, ...], facts: Facts, start: datetime, end: datetime
) -> Iterator[Finding]:
    """Yield what is wrong with whole rotas: a fallback out of reach, and stretches of nobody.

    A gap that the fallback can take warns; one that nobody would hear of blocks.
    """
    for rota in rotas:
        within_reach = _is_reachable(rota.fallback, facts)
        if not within_reach:
            yield _fallback_out_of_reach(rota, start, end)
        empty = gaps(rota, start, end)
        if not empty:
            continue
        taken = within_reach and not any(_is_away(rota, gap) for gap in empty)
        whole = sum(((gap.end - gap.start) for gap in empty), timedelta()) / timedelta(minutes=1)
        span = span_text(timedelta(minutes=max(round(whole), 1)), largest="h")
        whose = "the fallback is told" if taken else "and the fallback cannot be told then either"
        yield Finding(
            kind=FindingKind.GAP,
            severity=Severity.WARNS if taken else Severity.BLOCKS,
            rota=rota.code,
            person=None,
            start=empty[0].start,
            end=empty[0].end,
            says=f"Nobody is on duty for {span} in {_stretches(len(empty))}; {whose}.",
            remedy="Add a layer or an override for these hours, or widen the hours of a layer.",
        )


def _fallback_out_of_reach(rota: Rota, start: datetime, end: datetime) -> Finding:
    person = rota.fallback if isinstance(rota.fallback, int) else None
    who = "this person, who cannot be reached"
    if person is None:
        who = f"the role {rota.fallback!r}, which nobody holds who can be reached"
    return Finding(
        kind=FindingKind.UNREACHABLE,
        severity=Severity.BLOCKS,
        rota=rota.code,
        person=person,
        start=start,
        end=end,
        says=f"When nobody is on duty this rota falls back on {who}.",
        remedy="Choose another fallback, or add a working way to reach this one.",
    )


def _unreachable(duties: list[Duty], facts: Facts) -> Iterator[Finding]:
    missing = [duty for duty in duties if duty.person not in facts.reachable]
    for seen, count in each_once(where_it_shows(missing)):
        yield _finding(
            seen,
            FindingKind.UNREACHABLE,
            Severity.BLOCKS,
            says=f"This person has no working way to be reached, and {_stretches(count)} of duty.",
            remedy="Let them add and confirm a way to be reached, or give the turns to somebody.",
        )


def _lapsed(duties: list[Duty], facts: Facts) -> Iterator[Finding]:
    untrained = [duty for duty in duties if facts.lapsed.get(duty.person)]
    for seen, count in each_once(where_it_shows(untrained)):
        courses = ", ".join(facts.lapsed[seen.person])
        yield _finding(
            seen,
            FindingKind.LAPSED_TRAINING,
            Severity.WARNS,
            says=f"This person has {_stretches(count)} of duty and lapsed training: {courses}.",
            remedy="Renew the training before the turn, or give the turn to somebody trained.",
        )


def _twice_on_one_rota(duties: list[Duty]) -> Iterator[Finding]:
    for seen, count in each_once(overlaps(duties)):
        yield _finding(
            seen,
            FindingKind.DOUBLE_BOOKED,
            Severity.BLOCKS,
            says=f"This person is on layers {seen.where} at once, in {_stretches(count)}:"
            " whoever does not answer first would be called again as the second.",
            remedy="Give one of the two to somebody else, by an override or another order.",
        )


def _first_on_two_rotas(
    rotas: tuple[Rota, ...], start: datetime, end: datetime
) -> Iterator[Finding]:
    for seen, count in each_once(shared_leads(rotas, start, end)):
        yield _finding(
            seen,
            FindingKind.DOUBLE_BOOKED,
            Severity.WARNS,
            says=f"This person is the first to be told on rota {seen.where} too,"
            f" in {_stretches(count)}.",
            remedy="Two incidents at once would find one person. Stagger the turns, or swap one.",
        )


def _short_rest(duties: list[Duty]) -> Iterator[Finding]:
    for seen, count in each_once(rests(duties)):
        rest = (seen.end - seen.start) / timedelta(hours=1)
        more = "" if count == 1 else f" It happens {count} times."
        yield _finding(
            seen,
            FindingKind.SHORT_REST,
            Severity.WARNS,
            says=f"This person has {rest:.3g} h of rest between two turns, less than 11 h.{more}",
            remedy="Swap one of the two turns, or let another layer begin it.",
        )


def _finding(
    seen: Seen, kind: FindingKind, severity: Severity, *, says: str, remedy: str
) -> Finding:
    return Finding(
        kind=kind,
        severity=severity,
        rota=seen.rota,
        person=seen.person,
        start=seen.start,
        end=seen.end,
        says=says,
        remedy=remedy,
    )


def _is_reachable(fallback: int | str, facts: Facts) -> bool:
    return fallback in (facts.reachable if isinstance(fallback, int) else facts.roles)


def _is_away(rota: Rota, gap: Gap) -> bool:
    """Return whether the fallback is a person who is absent for any of the gap."""
    return any(
        each.person == rota.fallback and each.start < gap.end and gap.start < each.end
        for each in rota.absences
    )


def _stretches(count: int) -> str:
    return "one stretch" if count == 1 else f"{count} stretches"
