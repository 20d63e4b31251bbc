"""Checks of the vault: there is a key, it opens what is kept, and nothing is overdue in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from musterpoint.apps.timers import queries as timers
from musterpoint.apps.vault.operations import keeping, reading, rotating
from musterpoint.apps.vault.sealing import BadMasterKey, CannotOpen, NoMasterKey
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces.console.doctor.outcome import Outcome, failed, ok, warning
from musterpoint.usecases.erase_expired import EVERY, KEY


def vault(at: datetime) -> Iterator[Outcome]:
    """The master key opens what is kept, and what is past its time is looked for."""
    try:
        name = keeping.keys_in_use().present.name
    except NoMasterKey as refusal:
        remedy = "Run: musterpoint vault key, and set what it prints as MUSTERPOINT_MASTER_KEY."
        yield failed("vault", str(refusal), remedy=remedy)
        return
    except BadMasterKey as refusal:
        yield failed("vault", str(refusal), remedy="Set the key that was in use before.")
        return
    yield _opens(name)
    waiting = rotating.waiting()
    if waiting:
        says = f"The keys of {waiting:,} people are under an older master key"
        yield warning("vault keys", says, remedy="Run: musterpoint vault rotate")
    timer = timers.armed(kind=TimerKind.VAULT_ERASE, key=KEY)
    if timer is not None and timer.due_at < at - EVERY:
        says = "Nobody has looked for a day for what is past its time"
        yield failed("retention", says, remedy="Run: musterpoint worker")


def _opens(name: str) -> Outcome:
    unknown = rotating.under_unknown_keys()
    if unknown:
        says = f"The values of {unknown:,} people are under a master key that is not set here"
        remedy = "Add that key to MUSTERPOINT_MASTER_KEY behind the one in use."
        return failed("vault", says, remedy=remedy)
    try:
        is_any = reading.try_one()
    except CannotOpen as refusal:
        return failed("vault", str(refusal), remedy="Restore the table vault_datakey.")
    says = "opens what is kept" if is_any else "is set; nothing is kept yet"
    return ok("vault", f"The master key {name} {says}")
