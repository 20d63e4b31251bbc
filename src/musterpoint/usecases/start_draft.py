"""Begin a draft of the strategy: from a text, from a version, or from what ships with the product.

The text may be unfinished or wrong; it has to be readable without losing any of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import queries, shipped, yaml_text
from musterpoint.apps.policies.drafting import Record
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.apps.policies.models.draft import LONGEST_PATH
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.pieces import Piece, cut
from musterpoint.domain.policy.tree import plain_of
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import fitting

LONGEST_NOTE = 1_000


class NotReadable(Refusal):
    """The text is not plain YAML with keys, or some of it would be lost when it is kept."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(
            *(
                Problem(
                    field=f"line {one.line}" if one.line else "text",
                    says=f"{one.says} {one.remedy}".strip(),
                )
                for one in findings
            )
        )


class NoSuchVersion(Refusal):
    """There is no published version with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(Problem(field="version", says=f"There is no version {number}."))


@transaction.atomic
def start_draft(*, text: str, by: Actor, at: datetime, title: str = "", note: str = "") -> int:
    """Keep ``text`` as a new draft and return its number. Raises NotAllowed and NotReadable."""
    return _start(text, by=by, at=at, title=title, note=note)


@transaction.atomic
def start_from_shipped(*, by: Actor, at: datetime, title: str = "", note: str = "") -> int:
    """Copy the strategy that ships with the product and return the draft's number."""
    return _start(shipped.text(), by=by, at=at, title=title, note=note)


@transaction.atomic
def start_from_version(
    *, number: int, by: Actor, at: datetime, title: str = "", note: str = ""
) -> int:
    """Copy a published version and return the draft's number. Raises NoSuchVersion."""
    try:
        version = queries.by_number(number)
    except StrategyVersion.DoesNotExist:
        raise NoSuchVersion(number) from None
    text = queries.text_of(version.id)
    return _start(text, by=by, at=at, title=title, note=note, based_on_id=version.id)


def _start(
    text: str, *, by: Actor, at: datetime, title: str, note: str, based_on_id: int | None = None
) -> int:
    by.must(Action.DRAFT_POLICY)
    pieces = _pieces(text)
    record = Record.begin(
        title=title.strip() or _title(pieces),
        based_on_id=based_on_id,
        note=fitting("note", note, most=LONGEST_NOTE),
        person_id=by.person_id,
        actor=by.key,
        at=at,
    )
    record.fill(pieces)
    record.enter("draft_started")
    return record.draft.pk


def _pieces(text: str) -> tuple[Piece, ...]:
    reading = yaml_text.read(text)
    if reading.findings:
        raise NotReadable(*reading.findings)
    tree = None if reading.root is None else plain_of(reading.root)
    if not isinstance(tree, dict) or not tree:
        says, remedy = "This is not a strategy.", "Write keys such as title: and paths:."
        raise NotReadable(Finding(path="", says=says, remedy=remedy, line=1))
    pieces = cut(tree)
    for piece in pieces:
        if len(piece.path) > LONGEST_PATH or not piece.path.isprintable() or not piece.path:
            says = f"'{piece.path[:40]}' cannot be the name of a clause."
            raise NotReadable(Finding(path="", says=says, remedy="Use a short code.", line=1))
    return pieces


def _title(pieces: tuple[Piece, ...]) -> str:
    titles = (piece.value for piece in pieces if piece.path == "title")
    return str(next(titles, None) or "").strip() or "Untitled strategy"
