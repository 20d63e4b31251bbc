"""Join two people who are one: the values of one are sealed anew under the key of the other."""

from __future__ import annotations

from musterpoint.apps.vault.models import DataKey, Hold, Item, Place, Subject
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.operations.keeping import bare_key, keys_in_use, sealed_as
from musterpoint.apps.vault.sealing import open_, seal


def join(gone: Subject, into: Subject, *, changes: Changes) -> None:
    """Move all values and holds of one locked person to another. Raises CannotOpen."""
    ring = keys_in_use()
    old = bare_key(ring, DataKey.objects.get(subject=gone), of=gone.ref)
    new = bare_key(ring, DataKey.objects.get(subject=into), of=into.ref)
    for item in gone.items.select_for_update().order_by("pk"):
        item.subject = gone
        if item.sealed is not None:
            value = open_(bytes(item.sealed), key=old, as_=sealed_as(item))
            item.sealed = seal(value, key=new, as_=sealed_as(item))
        _move(item, into, changes)
    for hold in Hold.objects.filter(subject=gone, lifted_at=None):
        changes.set(hold, subject_id=into.pk)
    DataKey.objects.filter(subject=gone).delete()
    changes.set(gone, joined_to_id=into.pk)


def _move(item: Item, into: Subject, changes: Changes) -> None:
    places = _places(item)
    changes.vanish(item)
    if places:
        changes.note(item, "places", places, None)
    item.subject = into
    item.save(update_fields=["subject", "sealed"])
    changes.appear(item)
    if places:
        changes.note(item, "places", None, places)


def _places(item: Item) -> list[str]:
    rows = Place.objects.filter(item=item).order_by("pk")
    return list(rows.values_list("stream", flat=True))
