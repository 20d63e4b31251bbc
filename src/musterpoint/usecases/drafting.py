"""What the use cases of writing a strategy share: the lock, the refusals, and the first words."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.policies import drafting, drafts, yaml_text
from musterpoint.apps.policies.drafting import Record
from musterpoint.apps.policies.models import DraftClause
from musterpoint.apps.policies.operations import digest_of
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.draft_states import EDITABLE, DraftState
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.tree import Plain, plain_of
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting

LONGEST_WHY = 1_000
LONGEST_CLAUSE = 400_000


class NotEditable(Conflict):
    """The draft is being approved, or is over; its text stands as it is."""

    def __init__(self, state: str) -> None:
        self.state = state
        says = f"This draft cannot be changed any more: it is in {state}."
        super().__init__(Problem(field="state", says=says))


class NeedsWhy(Refusal):
    """People are being asked about this text; they are told why it changes."""

    def __init__(self) -> None:
        says = "People are being asked about this draft. Say why this changes."
        super().__init__(Problem(field="why", says=says))


class ClauseGone(Conflict):
    """The clause was removed or renamed by somebody else. ``yours`` is what was to be kept."""

    def __init__(self, path: str, yours: object = None) -> None:
        self.path, self.yours = path, yours
        says = f"The clause {path} is not in this draft any more: it was removed or renamed."
        super().__init__(Problem(field="path", says=says))


class CannotBeWritten(Refusal):
    """A strategy file would not read back as this; it is nested too deeply, or holds odd text."""

    def __init__(self, path: str) -> None:
        says = "This cannot be written down in a strategy file and read back as it is."
        super().__init__(Problem(field=path, says=says))


class TooMuch(Refusal):
    """A clause longer than any that a strategy could use."""

    def __init__(self, path: str) -> None:
        super().__init__(Problem(field=path, says="This clause is too long. Shorten it."))


def must_be_writable(path: str, value: Plain) -> None:
    """Raise TooMuch or CannotBeWritten, so that a draft and its file always agree."""
    try:
        if len(drafts.value_text(value)) > LONGEST_CLAUSE:
            raise TooMuch(path)
        root = yaml_text.read(yaml_text.write({"x": value})).root
        agrees = root is not None and same(plain_of(root), {"x": value})
        digest_of(str(value))
    except (RecursionError, UnicodeEncodeError):
        agrees = False
    if not agrees:
        raise CannotBeWritten(path)


def begin_edit(draft_id: int, *, by: Actor, at: datetime, why: str = "") -> Record:
    """Lock a draft that may be edited and return the record of what happens to it.

    Raises NotAllowed, NoSuchDraft, NotEditable, NeedsWhy, and TooLong for the reason.
    """
    by.must(Action.DRAFT_POLICY)
    draft = drafting.lock(draft_id)
    if draft.state not in EDITABLE:
        raise NotEditable(draft.state)
    if not fitting("why", why, most=LONGEST_WHY) and draft.state == DraftState.CONSULTATION:
        raise NeedsWhy
    return Record(draft, person_id=by.person_id, actor=by.key, at=at)


def clause_of(record: Record, path: str, *, yours: object = None) -> DraftClause:
    """Return one clause of the locked draft, or raise ClauseGone."""
    try:
        return drafts.clause(record.draft.pk, path)
    except drafts.NoSuchClause:
        raise ClauseGone(path, yours) from None
