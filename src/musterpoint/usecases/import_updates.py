"""Take the history of a status page into the record: it is shown and measured, and runs nothing.

The same history again adds only what is new; what was said before is never altered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from musterpoint.apps.communications.operations import history
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.update_history import History
from musterpoint.usecases.refusals import needs_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How much was new, and how much was known already."""

    incidents_new: int = 0
    incidents_known: int = 0
    updates_new: int = 0
    updates_known: int = 0

    def __add__(self, other: Imported) -> Imported:
        return Imported(
            incidents_new=self.incidents_new + other.incidents_new,
            incidents_known=self.incidents_known + other.incidents_known,
            updates_new=self.updates_new + other.updates_new,
            updates_known=self.updates_known + other.updates_known,
        )


@transaction.atomic
def import_updates(
    *, told: Sequence[History], origin: str, by: Actor, dry_run: bool = False
) -> Imported:
    """Keep ``told`` under the name ``origin``; count only when it is a dry run.

    Raises NotAllowed, and a Refusal without an origin.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    name = needs_words("origin", origin, "Say where the history comes from.")
    total = Imported()
    known = history.lock_known(name, [one.key for one in told])
    for one in told:
        before = known.get(one.key)
        new = [said for said in one.updates if before is None or said not in before.said]
        total += Imported(
            incidents_new=before is None,
            incidents_known=before is not None,
            updates_new=len(new),
            updates_known=len(one.updates) - len(new),
        )
        if not dry_run:
            known[one.key] = history.keep(one, new, origin=name, before=before)
    return total
