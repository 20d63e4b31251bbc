"""Find what was arranged differently, locked, and end it without rewriting what was."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.rotas.models import Absence, Override, Rota, Shadow, Swap
from musterpoint.apps.rotas.operations.record import Record


def override(rota: Rota, override_id: int, *, at: datetime) -> Override | None:
    """Return an override of a locked rota that has not ended, or None."""
    rows = Override.objects.filter(pk=override_id, rota=rota, ended_at=None, end__gt=at)
    return rows.first()


def shadow(rota: Rota, shadow_id: int, *, at: datetime) -> Shadow | None:
    """Return a shadowing on a locked rota that has not ended, or None."""
    return Shadow.objects.filter(pk=shadow_id, rota=rota, ended_at=None, end__gt=at).first()


def lock_absence(absence_id: int, *, at: datetime) -> Absence | None:
    """Lock and return an absence that has not ended, or None."""
    rows = Absence.objects.select_for_update(of=("self",))
    return rows.filter(pk=absence_id, ended_at=None, end__gt=at).first()


def rota_of_swap(swap_id: int) -> str | None:
    """Return the code of the rota whose turn is swapped, or None: lock that rota first."""
    return Swap.objects.filter(pk=swap_id).values_list("rota__code", flat=True).first()


def swap(rota: Rota, swap_id: int) -> Swap:
    """Return a swap of a locked rota."""
    return Swap.objects.get(pk=swap_id, rota=rota)


def is_on_offer(swap: Swap) -> bool:
    """Return whether a swap of this turn waits for somebody already."""
    waiting = [Swap.State.OFFERED, Swap.State.ACCEPTED]
    same = Swap.objects.filter(rota=swap.rota_id, layer=swap.layer, giver=swap.giver_id)
    return same.filter(state__in=waiting, start__lt=swap.end, end__gt=swap.start).exists()


def end(record: Record, row: Override | Shadow | Absence) -> None:
    """End a span now: one that runs becomes shorter, one still to come never was."""
    if row.start < record.at:
        record.set(row, end=record.at)
    else:
        record.set(row, ended_at=record.at)
