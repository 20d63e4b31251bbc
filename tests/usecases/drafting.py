"""What stories of writing a strategy begin with: a small draft, and reading it back."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.policies import drafts
from musterpoint.domain.authority import Actor
from musterpoint.usecases.edit_clause import Edited, edit_clause
from musterpoint.usecases.start_draft import start_draft
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at

SMALL = """\
title: How we answer
organisation: Calder
priorities:
  P1: {name: Critical, says: Now}
  P2: {name: High, says: Soon}
roles:
  chief: {name: Chief, duty: Leads}
  writer: {name: Writer, duty: Writes, splits_from: chief}
targets:
  P1: {calendar: always}
paths:
  people:
    name: People
    owner: chief
    steps:
      first:
        tell: [role chief]
        after: 0 min
matrix:
  I1: {U1: P1}
overrides: {}
"""


def small_draft(by: Actor) -> int:
    return start_draft(text=SMALL, by=by, at=at(0))


def value(pk: int, path: str) -> Any:
    return drafts.value_of(drafts.clause(pk, path).value)


def revision(pk: int, path: str) -> int:
    return drafts.clause(pk, path).revision


def edit(pk: int, path: str, new: Any, *, by: Actor, seen: int = 1, **more: Any) -> Edited:
    return edit_clause(draft_id=pk, path=path, value=new, revision=seen, by=by, at=at(5), **more)


def assert_draft_adds_up(pk: int) -> None:
    verdict = verify_ledger(stream=f"draft:{pk}")
    assert verdict.bad is None, str(verdict.bad)
