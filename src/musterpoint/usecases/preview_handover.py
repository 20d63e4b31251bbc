"""A draft beside the incidents as they stand: what it would offer, what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from musterpoint.apps.incidents.queries import Room
from musterpoint.apps.incidents.queries.handing import Sheet, Whole
from musterpoint.apps.incidents.queries.one import room
from musterpoint.domain.authority import Actor
from musterpoint.domain.handover import Changed, Item, changes, items, points
from musterpoint.usecases.live_state import state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One sheet of a draft: every item there is, those left out too, and what changed since."""

    sheet: Sheet
    room: Room
    items: tuple[Item, ...]
    changes: tuple[Changed, ...]


def preview_handover(whole: Whole, *, giver: Actor) -> tuple[Standing, ...]:
    """Return every sheet of the giver's draft as it stands; a few statements for each incident."""
    return tuple(_standing(sheet, giver=giver) for sheet in whole.sheets)


def _standing(sheet: Sheet, *, giver: Actor) -> Standing:
    here = room(giver, sheet.row.incident_id)
    state = state_of(here, giver=giver.person_id)
    return Standing(
        sheet=sheet,
        room=here,
        items=items(state),
        changes=changes(sheet.row.points, points(state)),
    )
