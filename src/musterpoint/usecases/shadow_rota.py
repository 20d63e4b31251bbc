"""Let somebody learn beside whoever is on call. They are told, and never counted on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.rotas.models import Rota, Shadow
from musterpoint.apps.rotas.operations import Record
from musterpoint.apps.rotas.operations import turns as arranged
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.calendars import Segment
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem


class NoSuchShadow(Conflict):
    """There is no such shadowing on this rota, or it has ended."""

    def __init__(self) -> None:
        super().__init__(Problem(field="shadow", says="This shadowing has ended already."))


@transaction.atomic
def add_shadow(
    *,
    code: str,
    person_id: int,
    start: datetime,
    end: datetime,
    by: Actor,
    at: datetime,
    layer: str = "",
) -> int:
    """Let a person be told beside a layer's answer (any layer's, if none is named); return the id.

    Raises NoSuchRota, NotPublished, NoSuchLayer, RunsBackwards, IsOver, TooFarAhead and
    CannotBeReached.
    """
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    span = shared.span_from(start, end, at=at)
    rota = shared.as_it_runs(code, at=at)
    if layer and rota is not None:
        shared.must_have_layer(rota, layer)
    shared.must_be_reachable(person_id, field="person")
    shadow = Shadow(
        rota=row, layer=layer, person_id=person_id, start=span.start, end=span.end, made_at=at
    )
    record = Record(at=at, actor=by.key)
    record.add(shadow)
    record.enter("shadow_added", stream=row.stream)
    _tell(row, shadow, span, by=by, at=at)
    return shadow.pk


@transaction.atomic
def end_shadow(*, code: str, shadow_id: int, by: Actor, at: datetime) -> None:
    """End somebody's shadowing now, or take back what has not begun. Raises NoSuchShadow."""
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    shadow = arranged.shadow(row, shadow_id, at=at)
    if shadow is None:
        raise NoSuchShadow
    record = Record(at=at, actor=by.key)
    arranged.end(record, shadow)
    record.enter("shadow_ended", stream=row.stream)


def _tell(row: Rota, shadow: Shadow, span: Segment, *, by: Actor, at: datetime) -> None:
    if shadow.person_id == by.person_id:
        return
    shared.tell(
        [shadow.person_id],
        row,
        key=f"shadow:{shadow.pk}",
        subject=f"{row.name}: you learn beside whoever is on call",
        body=f"{shared.span_words(span, zone=shared.zone_of(row))}\nNobody counts on your answer.",
        at=at,
    )
