"""Change the keys of the vault, people by people, so that it can be broken off and go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.vault.operations import rotating
from musterpoint.domain.authority import Actor
from musterpoint.usecases import vault_record

AT_ONCE = 100
KEYS = "vault:keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How many people's keys were changed, and how many values were looked at for it."""

    people: int
    values: int


def rotate_keys(
    *,
    with_values: bool,
    by: Actor,
    at: datetime,
    tell: Callable[[int], None] = lambda _done: None,
) -> Rotated:
    """Bring every person's key under the present master key; ``with_values`` draws new ones.

    Each batch is a transaction of its own. Raises NoMasterKey and CannotOpen; what was done before
    stays done.
    """
    after, people, values = 0, 0, 0
    while True:
        with transaction.atomic():
            after, some, sealed = rotating.rotate(
                after=after, limit=AT_ONCE, with_values=with_values
            )
        people, values = people + some, values + sealed
        tell(people)
        if some < AT_ONCE:
            break
    if people:
        with transaction.atomic():
            vault_record.enter("keys_rotated", of=KEYS, by=by, at=at, people=people, values=values)
    return Rotated(people=people, values=values)
