"""Change the keys: wrap every person's key under the present master key, or draw new ones.

Batch by batch, each in the transaction of the caller; run again it goes on where it was broken off.
"""

from __future__ import annotations

from musterpoint.apps.vault.models import DataKey, Item, Subject
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.operations.keeping import bare_key, keys_in_use, sealed_as
from musterpoint.apps.vault.sealing import Keyring, open_, seal


def waiting() -> int:
    """Return how many people's keys are not under the present master key. Raises NoMasterKey."""
    return DataKey.objects.exclude(master=keys_in_use().present.name).count()


def under_unknown_keys() -> int:
    """Return how many people's keys are under a master key that is not set here."""
    return DataKey.objects.exclude(master__in=list(keys_in_use().keys)).count()


def rotate(*, after: int, limit: int, with_values: bool) -> tuple[int, int, int]:
    """Rotate up to ``limit`` people with keys after ``after``: the last, people, values.

    Wraps anew what is under an older master key; ``with_values`` draws everybody a new key and
    seals their values again. Raises NoMasterKey and CannotOpen.
    """
    ring = keys_in_use()
    rows = DataKey.objects.filter(subject__gt=after)
    if not with_values:
        rows = rows.exclude(master=ring.present.name)
    numbers = list(rows.order_by("subject").values_list("subject", flat=True)[:limit])
    found = _locked(numbers)
    values = sum(_rotate(ring, row, with_values=with_values) for row in found)
    return (numbers[-1] if numbers else after), len(numbers), values


def _locked(numbers: list[int]) -> list[DataKey]:
    """Lock people, as whoever keeps a value of theirs does, and then read their keys as they are.

    A value that was sealed under an old key at this instant would never open again.
    """
    list(Subject.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    rows = DataKey.objects.filter(subject__in=numbers).select_related("subject")
    return list(rows.order_by("subject"))


def open_again(subject: Subject, *, changes: Changes) -> None:
    """Let a locked person who was not erased after all be read and found again."""
    changes.set(subject, erase_asked_at=None)
    ring = keys_in_use()
    key = bare_key(ring, DataKey.objects.get(subject=subject), of=subject.ref)
    _reckon_again(ring, subject, key, key)


def _rotate(ring: Keyring, row: DataKey, *, with_values: bool) -> int:
    subject = row.subject
    old = bare_key(ring, row, of=subject.ref)
    if with_values:
        new, row.wrapped = ring.fresh_data_key(of=subject.ref)
    else:
        new, row.wrapped = old, ring.wrap(old, of=subject.ref)
    row.master = ring.present.name
    row.save(update_fields=["wrapped", "master"])
    return _reckon_again(ring, subject, old, new)


def _reckon_again(ring: Keyring, subject: Subject, old: bytes, new: bytes) -> int:
    """Reckon the digests again, and seal the values again where the key is another."""
    items = list(subject.items.select_for_update().filter(erased_at=None).order_by("pk"))
    for item in items:
        assert item.sealed is not None
        value = open_(bytes(item.sealed), key=old, as_=sealed_as(item))
        if new != old:
            item.sealed = seal(value, key=new, as_=sealed_as(item))
        if subject.erase_asked_at is None:
            text = value.decode("utf-8", "surrogatepass")
            digest = ring.digest(item.kind, text)
            others = Item.objects.filter(identifies=True, digest=digest).exclude(pk=item.pk)
            if not (item.identifies and others.exists()):  # kept again while this was closed off
                item.digest = digest
            item.digest_key = ring.present.name
    Item.objects.bulk_update(items, ["sealed", "digest", "digest_key"])
    return len(items)
