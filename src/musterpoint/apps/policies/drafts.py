"""Read drafts: their clauses, their text, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from musterpoint.apps.policies import yaml_text
from musterpoint.apps.policies.models import ClauseEdit, DraftClause, StrategyDraft
from musterpoint.apps.policies.operations import digest_of
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.pieces import Piece, join, piece_of
from musterpoint.domain.policy.tree import Plain

MOST_TEXTS = 8
_texts: dict[str, str] = {}


class NoSuchDraft(Exception):
    """There is no draft with this number."""

    def __init__(self, pk: int) -> None:
        super().__init__(f"There is no draft {pk} of the strategy.")


class NoSuchClause(Exception):
    """The draft has no clause at this path; it may have been removed or renamed."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"There is no clause {path!r} in this draft.")


def value_text(value: Plain) -> str:
    """Return a clause as it is kept: JSON in the order of its keys."""
    return json.dumps(value, separators=(",", ":"))


def value_of(text: str) -> Plain:
    """Return what ``value_text`` kept."""
    value: Plain = json.loads(text)
    return value


def listed() -> list[StrategyDraft]:
    """Return all drafts, the ones changed last first."""
    rows = StrategyDraft.objects.select_related("based_on", "changed_by", "created_by")
    return list(rows.defer("based_on__text").order_by("-changed_at", "-id"))


def draft(pk: int) -> StrategyDraft:
    """Return a draft, or raise NoSuchDraft."""
    rows = StrategyDraft.objects.select_related("based_on", "changed_by", "created_by")
    found = rows.defer("based_on__text").filter(pk=pk).first()
    if found is None:
        raise NoSuchDraft(pk)
    return found


def clauses(pk: int, *, key: str = "") -> list[DraftClause]:
    """Return the clauses of a draft in order, of one top-level key when it is given."""
    rows = DraftClause.objects.filter(draft_id=pk).select_related("edited_by")
    if key:
        rows = rows.filter(path=key) | rows.filter(path__startswith=f"{key}.")
    return list(rows.order_by("position", "id"))


def clause(pk: int, path: str) -> DraftClause:
    """Return one clause, or raise NoSuchClause."""
    rows = DraftClause.objects.select_related("edited_by")
    found = rows.filter(draft_id=pk, path=path).first()
    if found is None:
        raise NoSuchClause(path)
    return found


def history(pk: int, path: str, *, limit: int = 50) -> list[ClauseEdit]:
    """Return the changes of one clause, newest first."""
    rows = ClauseEdit.objects.filter(draft_id=pk, path=path).select_related("by")
    return list(rows.order_by("-id")[:limit])


def edits(pk: int) -> list[ClauseEdit]:
    """Return every change of a draft since it was begun, newest first."""
    rows = ClauseEdit.objects.filter(draft_id=pk).select_related("by")
    return list(rows.order_by("-id"))


def value_at(row: DraftClause, revision: int) -> Plain | None:
    """Return what a clause held at an earlier revision, or None when that is not known."""
    if revision == row.revision:
        return value_of(row.value)
    later = ClauseEdit.objects.filter(
        draft_id=row.draft_id, path=row.path, revision=revision + 1
    ).exclude(old="")
    text = later.order_by("-id").values_list("old", flat=True).first()
    return None if text is None else value_of(text)


def tree_of(rows: Iterable[DraftClause]) -> dict[str, Plain]:
    """Return the tree that the clauses make."""
    return join(Piece(path=row.path, value=value_of(row.value)) for row in rows)


def tree(pk: int) -> dict[str, Plain]:
    """Return the whole draft as a plain tree."""
    return tree_of(DraftClause.objects.filter(draft_id=pk).order_by("position", "id"))


def draft_text(pk: int) -> str:
    """Return the whole draft as YAML, or raise NoSuchDraft."""
    digest = StrategyDraft.objects.filter(pk=pk).values_list("digest", flat=True).first()
    if digest is None:
        raise NoSuchDraft(pk)
    known = _texts.get(digest)
    if known is None:
        known = yaml_text.write(tree(pk))
        remember(known)
    return known


def remember(text: str) -> str:
    """Keep a text for its next reader and return its digest; writing it out is what takes long."""
    digest = digest_of(text)
    if len(_texts) >= MOST_TEXTS:
        _texts.clear()
    _texts[digest] = text
    return digest


def forget() -> None:
    """Write every text out anew, for tests."""
    _texts.clear()


def examined(pk: int) -> yaml_text.Examined:
    """Return what the draft is as a strategy, and every finding with its dotted path."""
    return yaml_text.examine(draft_text(pk))


def findings_by_clause(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings under the path of the clause that each falls into."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(piece_of(one.path), []).append(one)
    return found
