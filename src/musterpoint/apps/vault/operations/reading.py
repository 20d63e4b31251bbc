"""Open values. Whether somebody may, and that it is recorded, is decided where this is called."""

from __future__ import annotations

from collections.abc import Iterable

from musterpoint.apps.vault.models import DataKey, Item, Subject
from musterpoint.apps.vault.operations.keeping import bare_key, keys_in_use, sealed_as
from musterpoint.apps.vault.sealing import CannotOpen, open_, seal


class NoSuchToken(Exception):
    """No value was ever kept under this token."""

    def __init__(self, token: str) -> None:
        super().__init__(f"There is no value with the token {token}.")


def find(token: str) -> Item:
    """Return the row of a value with its person, erased or not, or raise NoSuchToken."""
    item = Item.objects.select_related("subject").filter(token=token).first()
    if item is None:
        raise NoSuchToken(token)
    return item


def value_of(item: Item) -> str:
    """Return one value. Raises CannotOpen."""
    values = values_of(item.subject, [item])
    if item.token not in values:
        raise CannotOpen("This person's key is gone.")
    return values[item.token]


def values_of(subject: Subject, items: Iterable[Item]) -> dict[str, str]:
    """Return the values of one person by token, without those erased. Raises CannotOpen."""
    row = DataKey.objects.filter(subject=subject).first()
    if row is None:
        return {}
    key = bare_key(keys_in_use(), row, of=subject.ref)
    return {
        item.token: open_(bytes(item.sealed), key=key, as_=sealed_as(item)).decode(
            "utf-8", "surrogatepass"
        )
        for item in items
        if item.sealed is not None
    }


def seal_for(subject: Subject, content: bytes, *, as_: str) -> bytes:
    """Return a file sealed under a person's key, so that it ends with the key."""
    return seal(content, key=_key_of(subject), as_=as_)


def open_for(subject: Subject, sealed: bytes, *, as_: str) -> bytes:
    """Return a file that was sealed under a person's key. Raises CannotOpen."""
    return open_(sealed, key=_key_of(subject), as_=as_)


def _key_of(subject: Subject) -> bytes:
    row = DataKey.objects.filter(subject=subject).first()
    if row is None:
        raise CannotOpen("This person's key was destroyed.")
    return bare_key(keys_in_use(), row, of=subject.ref)


def try_one() -> bool:
    """Open the newest value and forget it; return False when there is none. Raises CannotOpen."""
    item = Item.objects.select_related("subject").filter(erased_at=None).order_by("-pk").first()
    if item is None:
        return False
    value_of(item)
    return True
