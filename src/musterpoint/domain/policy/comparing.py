"""The differences between two texts of a strategy, part by part, for people who must judge them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.clauses import clause
from musterpoint.domain.policy.diff import Change, diff
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.parts import PART_OF_KEY, DocumentPart
from musterpoint.domain.policy.pieces import piece_of
from musterpoint.domain.rewording import Words, reworded

ORDER = " (order)"
WORTH_MARKING = 24
"""A value longer than this is shown with its changed words marked; a short one is just replaced."""


class Kind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One clause that differs. ``piece`` is what is edited as one; ``field`` is where in it.

    ``words`` marks what changed within a longer text; it is empty where old and new say it better.
    """

    path: str
    piece: str
    title: str
    field: str
    kind: Kind
    old: str
    new: str
    part: DocumentPart | None = None
    words: tuple[Words, ...] = ()


def differences(old: Strategy, new: Strategy) -> tuple[Difference, ...]:
    """Return every difference, in the order of the document's parts and of each part."""
    found = [_of(change, old, new) for change in diff(old, new)]
    return tuple(sorted(found, key=lambda one: one.part.number if one.part else 0))


def _of(change: Change, old: Strategy, new: Strategy) -> Difference:
    path = change.path.removesuffix(ORDER)
    piece = piece_of(path)
    before, after = change.old or "", change.new or ""
    return Difference(
        path=path,
        piece=piece,
        title=_title(piece, new) or _title(piece, old) or piece,
        field=path.removeprefix(piece).lstrip("."),
        kind=_kind(change),
        old=before,
        new=after,
        part=PART_OF_KEY.get(path.partition(".")[0]),
        words=_marked(change, before, after),
    )


def _kind(change: Change) -> Kind:
    if change.path.endswith(ORDER):
        return Kind.MOVED
    if change.old is None:
        return Kind.ADDED
    return Kind.REMOVED if change.new is None else Kind.CHANGED


def _marked(change: Change, before: str, after: str) -> tuple[Words, ...]:
    is_text = _kind(change) is Kind.CHANGED and max(len(before), len(after)) > WORTH_MARKING
    return reworded(before, after) if is_text else ()


def _title(piece: str, strategy: Strategy) -> str:
    try:
        return clause(strategy, piece).title
    except UnknownClause:
        return ""
