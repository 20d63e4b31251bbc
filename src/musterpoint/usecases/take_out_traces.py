"""Take values out of every table and every entry, so that nothing of them is left in the clear.

For the erasure of a person and the mending of what should never have been typed. Every chain still
holds, rows still are what their ledgers add up to, and one entry says what was taken from where.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from musterpoint.apps.communications.models import Component, Notice, NoticeEntry, StatusPage
from musterpoint.apps.communications.operations import pages
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.ledger import taking_out
from musterpoint.apps.policies import erasing
from musterpoint.apps.vault import traces
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.traces import TooShort, pattern, without
from musterpoint.usecases.refusals import Problem, Refusal

STANDS_AS = "[erased]"
PUBLIC = frozenset(one._meta.db_table for one in (StatusPage, Component, Notice, NoticeEntry))
_MAY = "SELECT set_config('musterpoint.taking_out', %s, true)"


class CannotLookFor(Refusal):
    """A value cannot be told from innocent text."""

    def __init__(self, why: TooShort) -> None:
        super().__init__(Problem(field="values", says=str(why)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many texts went from the ledger and rows from tables, which tables, and what is left.

    ``left`` names what could not change: a published strategy, an entry older than seals.
    """

    entries: int
    rows: int
    tables: tuple[str, ...]
    left: tuple[str, ...]


@transaction.atomic
def take_out_traces(
    *, values: Collection[str], by: Actor, at: datetime, reason: str, stands_as: str = STANDS_AS
) -> Taken:
    """Write ``stands_as`` over ``values`` wherever they stand, and tell it in the ledger.

    Rows come first: whoever changes one holds it until their entry is written, so the ledger that
    is read afterwards holds that entry too. Raises NotAllowed and CannotLookFor; ``reason`` must
    itself be free of the values.
    """
    by.must(Action.KEEP_VAULT)
    try:
        finder, write_over = pattern(values), without(values, stands_as=stands_as)
    except TooShort as refusal:
        raise CannotLookFor(refusal) from refusal
    _allow("on")
    rows = traces.take_out(finder, without=write_over)
    told = taking_out.take_out(finder, without=write_over)
    _allow("off")
    if not PUBLIC.isdisjoint(rows.written):
        pages.touch_all(at=at)
    erasing.tell_erased(rows.keys.get(erasing.TABLE, ()), actor=by.key, at=at)
    left = (*rows.left, *(f"{stream} entry {seq}" for stream, seq in told.left))
    if rows.written or told.places or left:
        _tell(rows, told, left, by=by, at=at, reason=write_over(reason))
    return Taken(
        entries=len(told.places),
        rows=rows.written.total(),
        tables=tuple(sorted(rows.written)),
        left=left,
    )


def _tell(
    rows: traces.FromRows,
    told: taking_out.FromLedger,
    left: Collection[str],
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> None:
    data = {
        "reason": reason,
        "places": [
            {"stream": one.stream, "seq": one.seq, "path": one.path, "digest": one.digest}
            for one in told.places
        ],
        "rows": dict(sorted(rows.written.items())),
        "left": list(left),
    }
    draft = ledger.Draft(kind=taking_out.KIND, at=at, actor=by.key, data=data)
    ledger.append(stream=taking_out.ERASURES, drafts=[draft], recorded_at=at)


def _allow(value: str) -> None:
    """Let this transaction take words out of what is otherwise never changed."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY, [value])
