"""Lay two texts of the strategy side by side: what differs, who changed it, why, and who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies import agreement, drafts, queries
from musterpoint.apps.policies.models import (
    AgreedVersion,
    ClauseEdit,
    Signature,
    StrategyVersion,
)
from musterpoint.domain.agreeing import Verdict
from musterpoint.domain.policy import comparing as rules
from musterpoint.domain.policy.comparing import Difference
from musterpoint.domain.policy.document import Strategy

DRAFT = "draft:"


class NoSuchText(LookupError):
    """Neither a version nor a readable draft has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no version or readable draft {name!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two texts. ``draft_id`` is the draft it is, or came from; 0 when there is none."""

    name: str
    title: str
    strategy: Strategy
    number: int = 0
    draft_id: int = 0
    at: datetime | None = None
    published_by: Person | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A difference and the changes of its clause that led to it, the newest first."""

    difference: Difference
    edits: tuple[ClauseEdit, ...]


def side(name: str) -> Side:
    """Return the text called ``name``: ``4`` or ``v4`` or ``draft:7``. Raises NoSuchText."""
    number = name.removeprefix("v")
    if name.startswith(DRAFT) and name.removeprefix(DRAFT).isdecimal():
        return _draft(int(name.removeprefix(DRAFT)))
    if not number.isdecimal() or len(number) > 9:
        raise NoSuchText(name)
    return _version(int(number))


def _draft(pk: int) -> Side:
    try:
        row = drafts.draft(pk)
    except drafts.NoSuchDraft:
        raise NoSuchText(f"{DRAFT}{pk}") from None
    strategy = agreement.strategy_of(row)
    if strategy is None:
        raise NoSuchText(f"{DRAFT}{pk}")
    return Side(
        name=f"{DRAFT}{pk}", title=row.title, strategy=strategy, draft_id=pk, at=row.changed_at
    )


def _version(number: int) -> Side:
    try:
        version = queries.by_number(number)
    except StrategyVersion.DoesNotExist:
        raise NoSuchText(str(number)) from None
    rows = StrategyVersion.objects.select_related("published_by").defer("text")
    row = rows.get(pk=version.id)
    bond = agreement.agreed([version.id]).get(version.id)
    given = agreement.signatures(bond.draft_id) if bond else []
    return Side(
        name=str(number),
        title=version.title,
        strategy=version.strategy,
        number=number,
        draft_id=bond.draft_id if bond else 0,
        at=row.published_at,
        published_by=row.published_by,
        signatures=tuple(
            one for one in given if one.digest == row.digest and one.verdict == Verdict.SIGNED.value
        ),
    )


def compared(old: Side, new: Side) -> list[Traced]:
    """Return every difference between two texts, each with who changed its clause, when and why."""
    edits = _edits(old, new)
    return [
        Traced(difference=one, edits=tuple(edits.get(one.piece, ())))
        for one in rules.differences(old.strategy, new.strategy)
    ]


def _edits(old: Side, new: Side) -> dict[str, list[ClauseEdit]]:
    """Return the changes of the drafts that lie between two texts, by clause, newest first."""
    between = AgreedVersion.objects.filter(
        version__number__gt=min(old.number, new.number) if new.number else old.number,
        version__number__lte=max(old.number, new.number) if new.number else 0,
    )
    ids = {*between.values_list("draft", flat=True)}
    ids |= {one.draft_id for one in (old, new) if one.draft_id and not one.number}
    found: dict[str, list[ClauseEdit]] = {}
    rows = ClauseEdit.objects.filter(draft__in=ids).select_related("by").order_by("-id")
    for row in rows:
        found.setdefault(row.path, []).append(row)
    return found
