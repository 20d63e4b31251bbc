"""Write the updates of a locked incident and what became of them, each change in its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from musterpoint.apps.communications.models import Delivery, Fact, Piece, Translation, Update
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.parts import NoSuchPart, note_new, values_of
from musterpoint.domain import updates as rules

BY_HAND = ("channel", "person", "state", "reached_at", "done_by", "says", "again")


def label_of(update: Update) -> str:
    """Return the name of an update in the ledger of its incident: ``update:4``."""
    return f"update:{update.number}"


def label_of_delivery(delivery: Delivery) -> str:
    return f"delivery:{delivery.pk}"


def find(record: Record, number: int) -> Update:
    """Return the update with this number, or raise NoSuchPart."""
    rows = Update.objects.select_related("corrects")
    found = rows.filter(incident=record.incident, number=number).first()
    if found is None:
        raise NoSuchPart(f"update {number}")
    return found


def add(record: Record, **values: Any) -> Update:
    """Put a draft behind the last update. The incident's lock keeps numbers apart."""
    rows = Update.objects.filter(incident=record.incident).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    update = Update(
        incident=record.incident, number=(last or 0) + 1, composed_at=record.at, **values
    )
    update.save(force_insert=True)
    note_new(record, label_of(update), values_of(update))
    return update


def change(record: Record, update: Update, **values: Any) -> None:
    """Set fields (a foreign key by its id), with old and new value in the open entry."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, new in values.items():
        attribute = update._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        old = getattr(update, attribute)
        if old != new:
            setattr(update, attribute, new)
            changed[name] = (None if old == [] else old, new)
    if changed:
        update.save(update_fields=sorted(changed))
        record.note_child(label_of(update), **changed)


def set_words(
    record: Record,
    update: Update,
    pieces: Sequence[rules.Piece],
    translations: Mapping[str, str],
) -> None:
    """Put other words in place of what the update said."""
    before, spoke = pieces_of(update), translations_of(update)
    if tuple(pieces) != before:
        ids = dict(Fact.objects.filter(incident=record.incident).values_list("number", "pk"))
        Piece.objects.filter(update=update).delete()
        Piece.objects.bulk_create(
            Piece(
                update=update,
                position=position,
                kind=one.kind,
                fact_id=ids[one.fact] if one.fact is not None else None,
                field=one.field,
                says=one.says,
            )
            for position, one in enumerate(pieces)
        )
    if dict(translations) != spoke:
        Translation.objects.filter(update=update).delete()
        Translation.objects.bulk_create(
            Translation(update=update, language=tag, says=says)
            for tag, says in translations.items()
        )
    record.note_child(
        label_of(update),
        pieces=(_said(before) or None, _said(pieces) or None),
        translations=(spoke or None, dict(translations) or None),
    )


def pieces_of(update: Update) -> tuple[rules.Piece, ...]:
    """Return the pieces of an update as values that rules can judge."""
    rows = Piece.objects.filter(update=update).order_by("position")
    return tuple(
        rules.Piece(kind=rules.PieceKind(kind), says=says, fact=number, field=field)
        for kind, says, number, field in rows.values_list("kind", "says", "fact__number", "field")
    )


def translations_of(update: Update) -> dict[str, str]:
    rows = Translation.objects.filter(update=update).order_by("language")
    return dict(rows.values_list("language", "says"))


def add_deliveries(record: Record, rows: Sequence[Delivery]) -> list[Delivery]:
    """Insert deliveries. The entry names those by hand; of the others the outbox tells."""
    made = Delivery.objects.bulk_create(rows)
    for one in made:
        if one.by_hand:
            note_new(record, label_of_delivery(one), by_hand_of(one))
    return made


def delivery(record: Record, delivery_id: int) -> Delivery:
    """Return a delivery of this incident, locked, or raise NoSuchPart."""
    rows = Delivery.objects.select_for_update(of=["self"]).filter(update__incident=record.incident)
    found = rows.select_related("update").filter(pk=delivery_id).first()
    if found is None:
        raise NoSuchPart(f"delivery {delivery_id}")
    return found


def change_delivery(record: Record, row: Delivery, **values: Any) -> None:
    """Set fields of a delivery by hand, with old and new value in the open entry."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, new in values.items():
        attribute = row._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        changed[name] = (getattr(row, attribute), new)
        setattr(row, attribute, new)
    row.save(update_fields=sorted(changed))
    record.note_child(label_of_delivery(row), **changed)


def take_over(record: Record, row: Delivery) -> None:
    """Make a delivery that the outbox gave up one by hand: from here on the ledger keeps it."""
    row.by_hand = True
    row.save(update_fields=["by_hand"])
    note_new(record, label_of_delivery(row), by_hand_of(row))


def by_hand_of(row: Delivery) -> dict[str, Any]:
    """Return what the ledger keeps of a delivery by hand; whom it names stays in the row."""
    return {name: getattr(row, row._meta.get_field(name).attname) for name in BY_HAND}  # type: ignore[union-attr]  # never a reverse field


def words_of(update: Update) -> dict[str, Any]:
    """Return the words of an update as the ledger keeps them."""
    return {
        "pieces": _said(pieces_of(update)) or None,
        "translations": translations_of(update) or None,
    }


def _said(pieces: Sequence[rules.Piece]) -> list[dict[str, Any]]:
    return [
        {
            name: value
            for name, value in (
                ("kind", one.kind.value),
                ("fact", one.fact),
                ("field", one.field),
                ("says", one.says),
            )
            if value not in (None, "")
        }
        for one in pieces
    ]
