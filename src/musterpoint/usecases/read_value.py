"""Read one value from the vault, with a reason that is recorded before the value is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.vault.models import Item
from musterpoint.apps.vault.operations import reading
from musterpoint.apps.vault.queries import streams_of
from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.vault.kinds import is_special
from musterpoint.usecases import vault_record
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import person_of, words

WHY = "Say what you need this for. It is recorded."
LONGEST_REASON = 500
INCIDENT = "incident:"


class ErasedAlready(Conflict):
    """The value is not kept any more."""

    def __init__(self, item: Item) -> None:
        day = item.erased_at or item.subject.erase_asked_at
        says = f"This was erased on {day:%-d %B %Y}."
        super().__init__(Problem(field="token", says=says))


class CannotBeOpened(Conflict):
    """The key is not here, or what is kept was altered."""

    def __init__(self) -> None:
        says = "This value does not open here. Ask an administrator to look at the vault's keys."
        super().__init__(Problem(field="token", says=says))


@transaction.atomic
def read_value(*, token: str, reason: str, by: Actor, at: datetime) -> str:
    """Return the value behind a token; who read it, when and why stands in the person's ledger.

    Raises NotAllowed, NoSuchToken (also for a value that stands only in incidents one may not
    see), Refusal without a reason, OnlyAPerson, ErasedAlready and CannotBeOpened.
    """
    item = seen_by(token, by=by)
    why = words("reason", reason, says=WHY, most=LONGEST_REASON)
    person_of(by)
    if item.erased_at is not None or item.subject.erase_asked_at is not None:
        raise ErasedAlready(item)
    value = _opened(item)
    vault_record.enter(
        "value_read",
        of=item.subject.stream,
        by=by,
        at=at,
        token=token,
        value_kind=item.kind,
        reason=why,
    )
    return value


def _opened(item: Item) -> str:
    try:
        return reading.value_of(item)
    except (CannotOpen, NoMasterKey) as trouble:
        raise CannotBeOpened from trouble


def seen_by(token: str, *, by: Actor) -> Item:
    """Return the row behind a token for whoever may read it, or raise NotAllowed or NoSuchToken."""
    by.must(Action.READ_VAULT)
    item = reading.find(token)
    if is_special(item.kind):
        by.must(Action.READ_SPECIAL)
    if _only_in_hidden_incidents(streams_of(item), by=by):
        raise reading.NoSuchToken(token)
    return item


def _only_in_hidden_incidents(streams: Sequence[str], *, by: Actor) -> bool:
    numbers = [int(one.removeprefix(INCIDENT)) for one in streams if one.startswith(INCIDENT)]
    if not numbers or len(numbers) < len(streams):
        return False
    return not visible_to_actor(by).filter(pk__in=numbers).exists()
