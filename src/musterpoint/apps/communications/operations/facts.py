"""Write the board of facts of a locked incident, and name each change in its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from musterpoint.apps.communications.models import Contradiction, Fact, Update
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.parts import NoSuchPart, note_new, values_of
from musterpoint.domain.facts import About

Row = Fact | Contradiction


def label_of(row: Row) -> str:
    """Return the name of a row in the ledger: ``fact:3``, ``contradiction:1:3``."""
    if isinstance(row, Fact):
        return f"fact:{row.number}"
    return f"contradiction:{row.one.number}:{row.other.number}"


def find(record: Record, number: int) -> Fact:
    """Return the fact with this number, or raise NoSuchPart."""
    found = Fact.objects.filter(incident=record.incident, number=number).first()
    if found is None:
        raise NoSuchPart(f"fact {number}")
    return found


def add(
    record: Record,
    *,
    says: str,
    about: About,
    source: str,
    estimate_of: str,
    claimed_by: int | None,
) -> Fact:
    """Put a claim at the end of the board. The incident's lock keeps numbers apart."""
    rows = Fact.objects.filter(incident=record.incident).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    fact = Fact(
        incident=record.incident,
        number=(last or 0) + 1,
        says=says,
        about=about,
        source=source,
        estimate_of=estimate_of,
        claimed_at=record.at,
        claimed_by_id=claimed_by,
    )
    _insert(record, fact)
    return fact


def change(record: Record, row: Row, **values: Any) -> None:
    """Set fields of a row (a foreign key by its id), with old and new value in the entry."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, new in values.items():
        attribute = row._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        old = getattr(row, attribute)
        if old != new:
            setattr(row, attribute, new)
            changed[name] = (old, new)
    if changed:
        row.save(update_fields=sorted(changed))
        record.note_child(label_of(row), **changed)


def contradiction(one: Fact, other: Fact) -> Contradiction | None:
    """Return what is noted about these two, settled or not."""
    first, second = sorted((one, other), key=lambda fact: fact.pk)
    rows = Contradiction.objects.select_related("one", "other")
    return rows.filter(one=first, other=second).first()


def note_contradiction(
    record: Record,
    one: Fact,
    other: Fact,
    *,
    noted_by: int | None,
    settled_at: datetime | None = None,
    settled_why: str = "",
) -> None:
    """Note that these two contradict, or with ``settled_at`` that they do not and why."""
    settled_by = noted_by if settled_at else None
    known = contradiction(one, other)
    if known is not None:
        change(
            record,
            known,
            settled_at=settled_at,
            settled_by=settled_by,
            settled_why=settled_why,
        )
        return
    first, second = sorted((one, other), key=lambda fact: fact.pk)
    new = Contradiction(
        incident=record.incident,
        one=first,
        other=second,
        noted_at=record.at,
        noted_by_id=noted_by,
        settled_at=settled_at,
        settled_by_id=settled_by,
        settled_why=settled_why,
    )
    _insert(record, new)


def mark_wrong(record: Record, fact: Fact) -> Sequence[int]:
    """Mark every update sent with this fact in it as wrong, and return their ids in order."""
    rows = Update.objects.filter(
        incident=record.incident, state=Update.State.SENT, pieces__fact=fact
    )
    found = {update.pk: update for update in rows.order_by("number")}
    for update in found.values():
        record.note_child(f"update:{update.number}", state=(update.state, Update.State.WRONG))
    Update.objects.filter(pk__in=list(found)).update(state=Update.State.WRONG)
    return list(found)


def _insert(record: Record, row: Row) -> None:
    row.save(force_insert=True)
    note_new(record, label_of(row), values_of(row))
