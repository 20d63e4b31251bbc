"""Write handovers: drafts, offers, what became of each item; notes of a shift.

Once offered, each sheet and item stands on the ledger of its incident. The caller holds the locks
of the incidents it writes to, taken before the handover's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models import (
    Handover,
    HandoverItem,
    HandoverSheet,
    ShiftNote,
)
from musterpoint.apps.incidents.operations import parts
from musterpoint.apps.incidents.operations.record import Record
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.domain.handover import Item, Passing


def lock(handover_id: int) -> Handover:
    """Lock and return a handover, or raise NoSuchHandover."""
    found = Handover.objects.select_for_update().filter(pk=handover_id).first()
    if found is None:
        raise NoSuchHandover
    return found


def incidents_of(handover_id: int) -> list[int]:
    """Return the incidents that a handover is about, so that they can be locked first."""
    rows = HandoverSheet.objects.filter(handover=handover_id).order_by("incident_id")
    return list(rows.values_list("incident_id", flat=True))


def incidents_with(handover_id: int, numbers: Sequence[int]) -> list[int]:
    """Return the incidents of these items, so that only they are locked."""
    rows = HandoverItem.objects.filter(handover=handover_id, number__in=numbers)
    return sorted(set(rows.values_list("incident_id", flat=True)))


def sheets_of(handover: Handover) -> dict[int, HandoverSheet]:
    """Return the sheets of a handover by incident, in order of their ids."""
    rows = HandoverSheet.objects.filter(handover=handover).defer("search").order_by("incident_id")
    return {sheet.incident_id: sheet for sheet in rows}


def items_of(handover: Handover) -> dict[int, HandoverItem]:
    """Return the items of a handover by number."""
    return {row.number: row for row in HandoverItem.objects.filter(handover=handover)}


def draft(*, giver: int, form: str, kind: str, at: datetime) -> Handover:
    """Begin a handover that only its giver sees."""
    return Handover.objects.create(giver_id=giver, form=form, kind=kind, made_at=at)


def write_sheets(handover: Handover, sheets: Sequence[HandoverSheet]) -> None:
    """Put these sheets, not yet saved, in place of those the draft had."""
    HandoverSheet.objects.filter(handover=handover).delete()
    HandoverSheet.objects.bulk_create(sheets)


def change(row: Handover | HandoverSheet, **values: Any) -> None:
    """Set fields of a draft, or what of an offer is in no ledger."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=sorted(values))


def discard(handover: Handover) -> None:
    """Forget a draft."""
    handover.delete()


def taken(incident_id: int, wanted: Sequence[str]) -> set[str]:
    """Return which of these parts are on offer to somebody already."""
    rows = HandoverItem.objects.filter(
        incident=incident_id, part__in=wanted, state=Passing.OFFERED, kind__in=("role", "task")
    )
    return set(rows.values_list("part", flat=True))


def offer(
    record: Record, sheet: HandoverSheet, items: Sequence[Item], *, first_number: int
) -> list[HandoverItem]:
    """Offer these items of one incident; the handover's row says to whom and until when."""
    sheet.state = Handover.State.OFFERED
    sheet.save(update_fields=["state"])
    rows = HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=sheet.handover,
            incident=record.incident,
            number=number,
            kind=item.kind,
            part=item.part,
            says=item.says[:500],
            due_at=item.due_at,
        )
        for number, item in enumerate(items, start=first_number)
    )
    parts.note_new(record, sheet_name(sheet), _sheet_values(sheet))
    for row in rows:
        parts.note_new(record, item_name(row), _item_values(row))
    return rows


def settle_item(record: Record, item: HandoverItem, *, state: Passing, reason: str = "") -> None:
    """Say what became of an item."""
    record.note_child(
        item_name(item),
        state=(item.state, str(state)),
        settled_at=(item.settled_at, record.at),
        reason=(item.reason, reason[:500]),
    )
    item.state, item.settled_at, item.reason = str(state), record.at, reason[:500]
    item.save(update_fields=["state", "settled_at", "reason"])


def change_sheet(record: Record, sheet: HandoverSheet, **values: Any) -> None:
    """Set fields of a sheet that was offered."""
    before = {name: getattr(sheet, name) for name in values}
    change(sheet, **values)
    changed = {name: (before[name], values[name]) for name in values}
    record.note_child(sheet_name(sheet), **changed)


def write_note(*, person: int, says: str, at: datetime) -> ShiftNote:
    """Add a note to the shift log."""
    return ShiftNote.objects.create(person_id=person, says=says, at=at)


def sheet_name(sheet: HandoverSheet) -> str:
    """Return a sheet's name in the ledger of its incident, such as ``handover:5``."""
    return f"handover:{sheet.handover_id}"


def item_name(item: HandoverItem) -> str:
    """Return an item's name in the ledger of its incident, such as ``handed:5:2``."""
    return f"handed:{item.handover_id}:{item.number}"


def as_recorded(ids: Sequence[int]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield what was offered on these incidents: incident, name in the ledger, values."""
    sheets = (
        HandoverSheet.objects.select_related("handover")
        .defer("search")
        .filter(incident__in=ids)
        .exclude(state=Handover.State.DRAFT)
    )
    for sheet in sheets:
        yield sheet.incident_id, sheet_name(sheet), _sheet_values(sheet)
    for item in HandoverItem.objects.filter(incident__in=ids):
        yield item.incident_id, item_name(item), _item_values(item)


def _sheet_values(sheet: HandoverSheet) -> dict[str, Any]:
    row = sheet.handover
    return {
        "giver": row.giver_id,
        "receiver": row.receiver_id,
        "form": str(row.form),
        "kind": str(row.kind),
        "offered_at": row.offered_at,
        "due_at": row.due_at,
        "summary": sheet.summary,
        "state": str(sheet.state),
        "accepted_at": sheet.accepted_at,
        "settled_at": sheet.settled_at,
    }


def _item_values(item: HandoverItem) -> dict[str, Any]:
    names = ("part", "says", "due_at", "settled_at", "reason")
    return {name: getattr(item, name) for name in names} | {
        "kind": str(item.kind),
        "state": str(item.state),
    }
