"""Whom one telling reaches: those it names, or who stands in for them. It is never nobody.

In this order, until as many are found as must answer: those named, the path's fallback, the
fallback of the rota, everybody in charge. Whoever declined is told again only as the very last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.escalation import recipients
from musterpoint.apps.escalation.recipients import Directory, Recipient
from musterpoint.domain import escalation
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation import Telling
from musterpoint.domain.policy.document import Path, Strategy, Tell

INSTEAD = "nobody was found, the fallback is told"
BESIDE = "too few were found, the fallback is told as well"
NOBODY = "nobody was found, nor the fallback: every administrator and incident manager is told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom one telling reached, by which channels if the step names any, and how."""

    telling: Telling
    people: list[Recipient]
    by: tuple[str, ...] = ()
    note: str = ""

    @property
    def reached(self) -> frozenset[str]:
        """The people who can answer."""
        return frozenset(
            str(one.person_id)
            for one in self.people
            if one.person_id is not None and not one.is_shadow
        )


def find(
    path: Path,
    telling: Telling,
    people: Directory,
    *,
    incident_id: int,
    declined: Collection[int] = (),
) -> Found:
    """Return whom ``telling`` reaches now."""
    by = _channels(path, telling)
    named = _behind(telling.tell, people, incident_id, need=telling.need, but=declined)
    if named and (telling.need <= 1 or _answering(named) >= telling.need):
        return Found(telling=telling, people=named, by=by)
    stand_in = escalation.instead(path, telling)
    found = _joined(named, _behind(stand_in.tell, people, incident_id, need=1, but=declined))
    for tell in (*telling.tell, *stand_in.tell):
        if not _is_enough(found, telling):
            found = _joined(found, people.stand_ins(tell, but=declined))
    if _is_enough(found, telling):
        note = BESIDE if named else INSTEAD
        return Found(telling=telling if named else stand_in, people=found, by=by, note=note)
    everybody = _joined(found, recipients.last_resort(but=declined))
    note = BESIDE if found else NOBODY
    return Found(telling=telling if named else stand_in, people=everybody, by=by, note=note)


def leaving_out(
    strategy: Strategy,
    path: Path,
    people: Directory,
    *,
    incident_id: int,
    declined: Collection[int],
    at: datetime,
) -> Callable[[Telling], Because | None]:
    """Return what says of a telling why it is left out now; None when it is told."""

    def why(telling: Telling) -> Because | None:
        def finds_nobody() -> bool:
            return not _behind(telling.tell, people, incident_id, need=1, but=declined)

        return escalation.left_out(
            path, telling, calendars=strategy.calendars, finds_nobody=finds_nobody, at=at
        )

    return why


def _channels(path: Path, telling: Telling) -> tuple[str, ...]:
    return next((step.by for step in path.steps if step.code == telling.step), ())


def _behind(
    tells: Collection[Tell],
    people: Directory,
    incident_id: int,
    *,
    need: int,
    but: Collection[int],
) -> list[Recipient]:
    return _joined(
        [],
        [
            person
            for tell in tells
            for person in people.behind(tell, incident_id=incident_id, need=need, but=but)
        ],
    )


def _joined(some: Collection[Recipient], more: Collection[Recipient]) -> list[Recipient]:
    """Return each recipient once; whoever is told anyway shadows nobody."""
    ordered = sorted((*some, *more), key=lambda one: one.is_shadow)
    once: dict[str, Recipient] = {}
    for one in ordered:
        once.setdefault(one.code, one)
    return list(once.values())


def _is_enough(found: Collection[Recipient], telling: Telling) -> bool:
    return bool(found) and (telling.need <= 1 or _answering(found) >= telling.need)


def _answering(found: Collection[Recipient]) -> int:
    return sum(1 for one in found if one.person_id is not None and not one.is_shadow)
