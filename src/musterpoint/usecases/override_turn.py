"""Put somebody in for somebody else for a while, or take that back. It counts at once.

What was is not rewritten: an override begins now at the earliest, and one that runs ends now.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.rotas.models import Override
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations import Record
from musterpoint.apps.rotas.operations import turns as arranged
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

LONGEST_REASON = 200
WHY = "Say why, for whoever asks later."


class StandsInForThemselves(Refusal):
    """An override puts in somebody else."""

    def __init__(self) -> None:
        says = "Nobody can stand in for themselves. Choose somebody else."
        super().__init__(Problem(field="person", says=says))


class NotOnRota(Refusal):
    """Only somebody who has turns on a rota can be stood in for."""

    def __init__(self) -> None:
        says = "This person has no turns on this rota."
        super().__init__(Problem(field="instead_of", says=says))


class NoSuchOverride(Conflict):
    """There is no such override on this rota, or it has ended."""

    def __init__(self) -> None:
        super().__init__(Problem(field="override", says="This override has ended already."))


@transaction.atomic
def add_override(
    *,
    code: str,
    layer: str,
    start: datetime,
    end: datetime,
    person_id: int,
    because: str,
    by: Actor,
    at: datetime,
    instead_of: int | None = None,
    replaces: int | None = None,
) -> int:
    """Let a person answer for a layer from ``start`` to ``end``; return the override's id.

    With ``instead_of``, only where that person would have answered. ``replaces`` ends another
    override in the same step: both happen or neither. Raises NoSuchRota, NotPublished, NoSuchLayer,
    RunsBackwards, IsOver, TooFarAhead, StandsInForThemselves, NotOnRota, CannotBeReached,
    AwayThen, NoSuchOverride, and Refusal for no reason given.
    """
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    reason = words("because", because, says=WHY, most=LONGEST_REASON)
    span = shared.span_from(start, end, at=at)
    before = shared.as_it_runs(code, at=at, until=span.end)
    assert before is not None
    shared.must_have_layer(before, layer)
    if person_id == instead_of:
        raise StandsInForThemselves
    if instead_of is not None and instead_of not in before.people:
        raise NotOnRota
    shared.must_be_able(person_id, span, field="person")
    record = Record(at=at, actor=by.key)
    if replaces is not None:
        arranged.end(record, _locked(row, replaces, at=at))
    override = Override(
        rota=row,
        layer=layer,
        person_id=person_id,
        instead_of_id=instead_of,
        because=reason,
        **shared.made(span, by=by, at=at),
    )
    record.add(override)
    record.enter("override_added", stream=row.stream)
    after = shared.as_it_runs(code, at=at, until=span.end)
    key, why = f"override:{override.pk}:added", f"An override: {reason}"
    shared.tell_what_changed(row, before, after, key=key, why=why, by=by, at=at, until=span.end)
    return override.pk


@transaction.atomic
def end_override(*, code: str, override_id: int, by: Actor, at: datetime) -> None:
    """End an override now, or take back one that has not begun. Raises NoSuchOverride."""
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    override = _locked(row, override_id, at=at)
    until = override.end
    before = shared.as_it_runs(code, at=at, until=until)
    record = Record(at=at, actor=by.key)
    arranged.end(record, override)
    record.enter("override_ended", stream=row.stream)
    after = shared.as_it_runs(code, at=at, until=until)
    key, why = f"override:{override.pk}:ended", "An override was taken back."
    shared.tell_what_changed(row, before, after, key=key, why=why, by=by, at=at, until=until)


def _locked(row: Row, override_id: int, *, at: datetime) -> Override:
    found = arranged.override(row, override_id, at=at)
    if found is None:
        raise NoSuchOverride
    return found
