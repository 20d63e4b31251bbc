"""Who has learnt what the strategy asks of a role, and for how long it still counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from musterpoint.domain.policy.preparing import Training

SOON = timedelta(days=30)
"""How long before its end a training is said to lapse soon."""


class Standing(StrEnum):
    VALID = "valid"
    LAPSES_SOON = "lapses_soon"
    LAPSED = "lapsed"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """Where one person stands with one training. ``until`` is the last day on which it counts."""

    training: str
    standing: Standing
    learnt_on: date | None = None
    until: date | None = None

    @property
    def counts(self) -> bool:
        return self.standing in (Standing.VALID, Standing.LAPSES_SOON)


def competence(training: Training, learnt: Iterable[date], *, on: date) -> Competence:
    """Return where somebody stands who learnt it on these days; days after ``on`` are left out."""
    days = [day for day in learnt if day <= on]
    if not days:
        return Competence(training=training.code, standing=Standing.NEVER)
    last = max(days)
    until = last + training.valid_for
    if until < on:
        standing = Standing.LAPSED
    else:
        standing = Standing.LAPSES_SOON if until - on <= SOON else Standing.VALID
    return Competence(training=training.code, standing=standing, learnt_on=last, until=until)


def lacking(
    trainings: Mapping[str, Training],
    role: str,
    learnt: Mapping[str, Iterable[date]],
    *,
    on: date,
) -> tuple[Competence, ...]:
    """Return what somebody with these days of learning lacks for ``role``."""
    wanted = (one for one in trainings.values() if role in one.roles)
    found = (competence(one, learnt.get(one.code, ()), on=on) for one in wanted)
    return tuple(one for one in found if not one.counts)
