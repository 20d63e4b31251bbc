"""Keep personal data apart from the text it was typed in: in the vault, behind a token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.vault.operations import keeping
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.domain.authority import Actor
from musterpoint.domain.vault.kinds import Guarded
from musterpoint.usecases import vault_record

__all__ = ["Guarded", "keep_apart", "place_tokens"]


@transaction.atomic
def keep_apart(values: Sequence[Guarded], *, stream: str, by: Actor, at: datetime) -> list[str]:
    """Move the values of one text into the vault; return their tokens in the same order.

    ``stream`` is what the text belongs to, such as ``incident:12``; empty while that does not
    exist yet (then ``place_tokens``). Anybody may: what somebody typed is only put away safely.
    Raises UnknownKind, NoMasterKey and CannotOpen, and keeps nothing then.
    """
    changes = Changes()
    found = keeping.keep(values, stream=stream, at=at, changes=changes)
    vault_record.enter("value_kept", changes, by=by, at=at)
    return found


@transaction.atomic
def place_tokens(tokens: Iterable[str], *, stream: str, by: Actor, at: datetime) -> None:
    """Note that tokens stand in a text of ``stream``, which did not exist when they were made."""
    changes = Changes()
    keeping.place(tokens, stream=stream, changes=changes)
    vault_record.enter("value_placed", changes, by=by, at=at)
