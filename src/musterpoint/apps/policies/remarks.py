"""Comments on clauses and who is to see to them: rows, their entries, and reading them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.policies.drafting import TOPIC
from musterpoint.apps.policies.models import (
    ClauseAssignment,
    ClauseComment,
    StrategyDraft,
    StrategyVersion,
)
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The text that a comment is about: one draft or one published version."""

    draft: StrategyDraft | None = None
    version: StrategyVersion | None = None

    @property
    def stream(self) -> str:
        """The ledger stream of the text."""
        return self.draft.stream if self.draft else f"policy:{self.version and self.version.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A comment and its answers, the oldest first."""

    first: ClauseComment
    answers: tuple[ClauseComment, ...]


def threads(
    *, draft_id: int | None = None, version_id: int | None = None, paths: Iterable[str] = ()
) -> list[Thread]:
    """Return the threads on a text, on these clauses only when some are named."""
    rows = ClauseComment.objects.filter(draft_id=draft_id, version_id=version_id)
    wanted = list(paths)
    if wanted:
        rows = rows.filter(path__in=wanted)
    answers: dict[int, list[ClauseComment]] = {}
    firsts: list[ClauseComment] = []
    for row in rows.select_related("by", "resolved_by").order_by("id"):
        if row.answer_to_id is None:
            firsts.append(row)
        else:
            answers.setdefault(row.answer_to_id, []).append(row)
    return [Thread(first=one, answers=tuple(answers.get(one.pk, ()))) for one in firsts]


def open_counts(draft_id: int) -> dict[str, int]:
    """Return how many threads of a draft are open, by clause."""
    rows = ClauseComment.objects.filter(draft_id=draft_id, answer_to=None, resolved_at=None)
    return dict(rows.values_list("path").annotate(Count("id")))


def comment(pk: int) -> ClauseComment | None:
    return (
        ClauseComment.objects.select_related("draft", "version", "by", "answer_to")
        .defer("version__text")
        .filter(pk=pk)
        .first()
    )


def add_comment(
    place: Place,
    *,
    path: str,
    says: str,
    answer_to: ClauseComment | None,
    person_id: int,
    actor: str,
    at: datetime,
) -> int:
    """Write a comment with its entry."""
    row = ClauseComment.objects.create(
        draft=place.draft,
        version=place.version,
        path=path,
        answer_to=answer_to,
        says=says,
        at=at,
        by_id=person_id,
    )
    values = {"path": path, "answer_to": answer_to and answer_to.pk, "by": actor}
    changes = [_change(f"comment:{row.pk}", name, None, new) for name, new in values.items()]
    _enter("clause_commented", place.stream, changes, says=says, actor=actor, at=at)
    return row.pk


def settle_comment(
    row: ClauseComment, *, resolved: bool, person_id: int | None, actor: str, at: datetime
) -> None:
    """Resolve the thread that ``row`` began, or open it again, with its entry."""
    before = row.resolved_at and instant(row.resolved_at)
    row.resolved_at, row.resolved_by_id = (at, person_id) if resolved else (None, None)
    row.save(update_fields=["resolved_at", "resolved_by_id"])
    after = instant(at) if resolved else None
    changes = [_change(f"comment:{row.pk}", "resolved_at", before, after)]
    place = Place(draft=row.draft, version=row.version)
    kind = "comment_resolved" if resolved else "comment_reopened"
    _enter(kind, place.stream, changes, says="", actor=actor, at=at)


def assignments(draft_id: int) -> dict[str, ClauseAssignment]:
    """Return who sees to which clause of a draft now."""
    rows = ClauseAssignment.objects.filter(draft_id=draft_id, ended_at=None)
    return {row.path: row for row in rows.select_related("person")}


def waiting_for(person_id: int) -> list[ClauseAssignment]:
    """Return the clauses that a person is to see to, in drafts that may still change."""
    rows = ClauseAssignment.objects.filter(
        person_id=person_id,
        ended_at=None,
        draft__state__in=["drafting", "consultation"],
    )
    found = list(rows.select_related("draft"))
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.pk))


def assign(
    draft: StrategyDraft,
    *,
    path: str,
    person_id: int,
    due_on: date | None,
    by_id: int | None,
    actor: str,
    at: datetime,
) -> ClauseAssignment:
    """Give a clause to somebody in whoever's place it was with."""
    changes = _ended(draft, path, at=at)
    row = ClauseAssignment.objects.create(
        draft=draft,
        path=path,
        person_id=person_id,
        due_on=due_on,
        assigned_at=at,
        assigned_by_id=by_id,
    )
    values = {
        "path": path,
        "person": f"person:{person_id}",
        "due_on": due_on and due_on.isoformat(),
    }
    changes += [_change(f"assignment:{row.pk}", name, None, new) for name, new in values.items()]
    _enter("clause_assigned", draft.stream, changes, says="", actor=actor, at=at)
    return row


def end_assignment(draft: StrategyDraft, *, path: str, actor: str, at: datetime) -> bool:
    """End whoever's assignment of a clause; return whether there was one."""
    changes = _ended(draft, path, at=at)
    if changes:
        _enter("assignment_ended", draft.stream, changes, says="", actor=actor, at=at)
    return bool(changes)


def _ended(draft: StrategyDraft, path: str, *, at: datetime) -> list[dict[str, Any]]:
    row = ClauseAssignment.objects.filter(draft=draft, path=path, ended_at=None).first()
    if row is None:
        return []
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return [_change(f"assignment:{row.pk}", "ended_at", None, instant(at))]


def _change(of: str, field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"of": of, "field": field, "old": old, "new": new}


def _enter(
    kind: str, stream: str, changes: list[dict[str, Any]], *, says: str, actor: str, at: datetime
) -> None:
    data: dict[str, Any] = {"changes": [one for one in changes if one["old"] != one["new"]]}
    if says:
        data["says"] = says
    entry = ledger.Draft(kind=kind, at=at, actor=actor, data=data)
    ledger.append(stream=stream, drafts=[entry], recorded_at=at)
    timers.announce({TOPIC, stream})
