"""Add, remove, move and rename clauses of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import drafting, drafts
from musterpoint.apps.policies.drafting import Record
from musterpoint.apps.policies.models import DraftClause
from musterpoint.apps.policies.models.draft import LONGEST_PATH
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.pieces import HOLD_ENTRIES, code_of, key_of
from musterpoint.domain.policy.pointers import KEYS_POINT, renamed
from musterpoint.domain.policy.reading.part import CODE
from musterpoint.domain.policy.tree import Plain
from musterpoint.usecases.drafting import begin_edit, clause_of, must_be_writable
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

EMPTY = drafts.value_text({})


class BadCode(Refusal):
    """A code is short and has letters, digits, underscores and hyphens only."""

    def __init__(self, code: str) -> None:
        says = f"'{code[:60]}' cannot be a code. Use letters, digits, '_' and '-' only."
        super().__init__(Problem(field="code", says=says))


class AlreadyThere(Conflict):
    """The draft has a clause of this name already."""

    def __init__(self, path: str) -> None:
        super().__init__(Problem(field="code", says=f"There is a clause {path} already."))


class AtTheEnd(Conflict):
    """The clause is the first or the last of its part already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="path", says="There is nothing to change places with."))


class StaleClause(Conflict):
    """Somebody changed the clause since it was last seen; look before it goes."""

    def __init__(self, path: str) -> None:
        says = f"Somebody changed {path} meanwhile. Read it again before you remove it."
        super().__init__(Problem(field=path, says=says))


@transaction.atomic
def add_clause(
    *, draft_id: int, path: str, value: Plain, by: Actor, at: datetime, why: str = ""
) -> int:
    """Add a clause behind the last one of its kind and return its revision.

    Raises BadCode, AlreadyThere, TooMuch, CannotBeWritten, NotEditable, NeedsWhy, NotAllowed.
    """
    record = begin_edit(draft_id, by=by, at=at, why=why)
    key, rows = key_of(path), drafts.clauses(draft_id)
    _must_be_code(path)
    must_be_writable(path, value)
    if any(row.path == path for row in rows):
        raise AlreadyThere(path)
    empty = next((row for row in rows if row.path == key and row.value == EMPTY), None)
    if empty is not None and code_of(path):
        rows.remove(empty)
        record.remove(empty)
    position = empty.position if empty is not None else drafting.free_position(rows, key)
    row = record.add(path, value, position=position, why=why.strip())
    record.enter("clause_added", says=why.strip())
    return row.revision


@transaction.atomic
def remove_clause(
    *,
    draft_id: int,
    path: str,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    why: str = "",
) -> None:
    """Remove a clause; the last entry of a part leaves the part empty.

    Raises ClauseGone, StaleClause, NotEditable, NeedsWhy and NotAllowed.
    """
    record = begin_edit(draft_id, by=by, at=at, why=why)
    row = clause_of(record, path)
    if revision is not None and revision != row.revision:
        raise StaleClause(path)
    key, position = key_of(path), row.position
    record.remove(row, why=why.strip())
    if code_of(path) and not drafts.clauses(draft_id, key=key):
        record.add(key, {}, position=position)
    record.enter("clause_removed", says=why.strip())


@transaction.atomic
def move_clause(*, draft_id: int, path: str, down: bool, by: Actor, at: datetime) -> None:
    """Let a clause change places with the one before it, or after it when ``down``.

    Raises ClauseGone, AtTheEnd, NotEditable and NotAllowed.
    """
    record = begin_edit(draft_id, by=by, at=at, why="Another order.")
    row = clause_of(record, path)
    siblings = drafts.clauses(draft_id, key=key_of(path))
    place = [one.path for one in siblings].index(path) + (1 if down else -1)
    if not 0 <= place < len(siblings):
        raise AtTheEnd
    other = siblings[place]
    mine, its = row.position, other.position
    record.move(row, position=its)
    record.move(other, position=mine)
    record.enter("clause_moved")


@transaction.atomic
def rename_clause(
    *, draft_id: int, path: str, code: str, by: Actor, at: datetime, why: str = ""
) -> int:
    """Give an entry another code; whatever names it follows. Return how many clauses followed.

    Raises ClauseGone, BadCode, AlreadyThere, NotEditable, NeedsWhy and NotAllowed.
    """
    record = begin_edit(draft_id, by=by, at=at, why=why)
    clause_of(record, path)
    key, old = key_of(path), code_of(path)
    rows = drafts.clauses(draft_id)
    moves = {path: f"{key}.{code}"} | {
        f"{other}.{old}": f"{other}.{code}" for other in _keyed_by(key)
    }
    moving = {row.path: row for row in rows if row.path in moves}
    for row in moving.values():
        _must_be_code(moves[row.path])
        if any(one.path == moves[row.path] for one in rows):
            raise AlreadyThere(moves[row.path])
    keys = (key, *_keyed_by(key))
    followed = _follow(record, rows, keys=keys, old=old, new=code, why=why.strip())
    for was, row in moving.items():
        value, position = drafts.value_of(row.value), row.position
        record.remove(row, why=why.strip())
        record.add(moves[was], value, position=position, why=why.strip())
    record.enter("clause_renamed", says=why.strip())
    return followed + len(moving) - 1


def _keyed_by(key: str) -> list[str]:
    """Return the parts whose entries carry the code of an entry of ``key``."""
    return [other for other, to in KEYS_POINT.items() if to == key and other in HOLD_ENTRIES]


def _follow(
    record: Record, rows: list[DraftClause], *, keys: Iterable[str], old: str, new: str, why: str
) -> int:
    """Let every clause that names ``old`` name ``new``; return how many did."""
    followed = 0
    for row in rows:
        value = drafts.value_of(row.value)
        after = value
        for key in keys:
            after = renamed(row.path, after, key=key, old=old, new=new)
        if not same(after, value):
            record.put(row, after, why=why)
            followed += 1
    return followed


def _must_be_code(path: str) -> None:
    """Raise BadCode for an entry without a proper code, and for a key that holds no entries."""
    key, code = key_of(path), code_of(path)
    good = CODE.fullmatch(key) and (key in HOLD_ENTRIES or "." not in path)
    if not good or ("." in path and not CODE.fullmatch(code)) or len(path) > LONGEST_PATH:
        raise BadCode(code or key)
