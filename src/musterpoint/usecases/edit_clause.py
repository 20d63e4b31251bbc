"""Change one clause of a draft. Two people may change the same one; neither loses a word.

Changes of different fields are both kept. Where both changed the same field, the second is refused
with everything in hand: what stood before, what the other one wrote, what was to be kept, and a
proposal that holds both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.models import DraftClause
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.merging import merge, same
from musterpoint.domain.policy.tree import Plain
from musterpoint.usecases.drafting import begin_edit, clause_of, must_be_writable
from musterpoint.usecases.refusals import Conflict, Problem


class ClauseChanged(Conflict):
    """Somebody changed the same fields meanwhile. Nothing was kept and nothing is lost."""

    def __init__(
        self,
        *,
        path: str,
        revision: int,
        base: Plain,
        theirs: Plain,
        yours: Plain,
        proposal: Plain,
        clashes: tuple[str, ...],
        by: str,
    ) -> None:
        self.path, self.revision, self.by = path, revision, by
        self.base, self.theirs, self.yours = base, theirs, yours
        self.proposal, self.clashes = proposal, clashes
        fields = ", ".join(clash or "the whole clause" for clash in clashes)
        says = (
            f"{by} changed this clause meanwhile, in the same place: {fields}. Choose what stands."
        )
        super().__init__(Problem(field=path, says=says))


class UnknownRevision(Conflict):
    """The form began from a revision that this clause never had."""

    def __init__(self, path: str, revision: int) -> None:
        says = f"The clause {path} never had a revision {revision}. Read it again."
        super().__init__(Problem(field=path, says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The clause as it stands now; ``merged`` when somebody else's change is in it too."""

    revision: int
    value: Plain
    changed: bool
    merged: bool


@transaction.atomic
def edit_clause(
    *,
    draft_id: int,
    path: str,
    value: Plain,
    revision: int,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Edited:
    """Put ``value``, written from ``revision`` of the clause, in its place.

    Raises ClauseChanged, ClauseGone, UnknownRevision, TooMuch, CannotBeWritten, NotEditable,
    NeedsWhy and NotAllowed.
    """
    record = begin_edit(draft_id, by=by, at=at, why=why)
    must_be_writable(path, value)
    row = clause_of(record, path, yours=value)
    present = drafts.value_of(row.value)
    kept = _settled(row, present, value, revision)
    merged = revision != row.revision and not same(kept, value)
    if same(kept, present):
        return Edited(revision=row.revision, value=kept, changed=False, merged=merged)
    record.put(row, kept, why=why.strip())
    record.enter("clause_edited", says=why.strip())
    return Edited(revision=row.revision, value=kept, changed=True, merged=merged)


def _settled(row: DraftClause, present: Plain, value: Plain, revision: int) -> Plain:
    """Return what is to stand, or raise ClauseChanged."""
    if revision == row.revision:
        return value
    base = drafts.value_at(row, revision)
    if base is None and revision > row.revision:
        raise UnknownRevision(row.path, revision)
    found = merge(base=base, theirs=present, yours=value)
    if found.clashes:
        raise ClauseChanged(
            path=row.path,
            revision=row.revision,
            base=base,
            theirs=present,
            yours=value,
            proposal=found.value,
            clashes=found.clashes,
            by=row.edited_by.name if row.edited_by else "The console",
        )
    return found.value
