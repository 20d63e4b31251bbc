"""Drafts of the strategy as their pages show them: parts, clauses, what is wrong, whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.apps.policies import drafts, remarks
from musterpoint.domain.policy.diff import changed
from musterpoint.domain.policy.draft_states import EDITABLE
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS, DocumentPart
from musterpoint.domain.policy.pieces import HOLD_ENTRIES, Piece, code_of, key_of, piece_of
from musterpoint.domain.policy.searching import title_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.field_words import label_of
from musterpoint.interfaces.web.clauses.key_words import KEYS

if TYPE_CHECKING:
    from musterpoint.apps.policies.models import ClauseEdit, DraftClause, StrategyDraft

STATES = {
    "drafting": gettext_lazy("Being written"),
    "consultation": gettext_lazy("In consultation"),
    "approval": gettext_lazy("Waiting for approval"),
    "approved": gettext_lazy("Approved"),
    "published": gettext_lazy("Published"),
    "abandoned": gettext_lazy("Given up"),
}
MOST_CHANGES = 8


def head(draft: StrategyDraft, *, may_write: bool) -> dict[str, Any]:
    """Return what every page of a draft says about it."""
    return {
        "pk": draft.pk,
        "title": draft.title,
        "state": draft.state,
        "state_label": STATES.get(draft.state, draft.state),
        "based_on": draft.based_on.number if draft.based_on else None,
        "errors": draft.errors,
        "warnings": draft.warnings,
        "changed_at": draft.changed_at,
        "changed_by": draft.changed_by.name if draft.changed_by else _("the console"),
        "note": draft.note,
        "is_open": draft.state in EDITABLE,
        "may_edit": may_write and draft.state in EDITABLE,
        "needs_why": draft.state == "consultation",
    }


def key_label(key: str) -> Any:
    """Return what a top-level key is called."""
    return KEYS.get(key, (label_of((key,)), ""))[0]


def part_of(path: str) -> DocumentPart | None:
    """Return the part in which a clause stands."""
    return PART_OF_KEY.get(key_of(path))


def number_in(tree: Mapping[str, Plain], path: str) -> str:
    """Return the number of a clause in a text that may be unfinished, such as 9.2."""
    key, code = key_of(path), code_of(path)
    part = PART_OF_KEY.get(key)
    if part is None:
        return ""
    figures = [part.number]
    if len(part.keys) > 1:
        figures.append(part.keys.index(key) + 1)
    entries = tree.get(key)
    if code and isinstance(entries, dict) and code in entries:
        figures.append(list(entries).index(code) + 1)
    return ".".join(map(str, figures))


def title(path: str, value: Plain) -> str:
    """Return what a clause is called: by itself, else by its key or its code."""
    named = title_of(Piece(path=path, value=value)) if "." in path else ""
    if named:
        return named if len(named) <= 90 else f"{named[:87]}…"
    return code_of(path).replace("_", " ") or str(key_label(path))


def parts(
    draft_id: int, tree: Mapping[str, Plain], findings: Sequence[Finding]
) -> list[dict[str, Any]]:
    """Return every part: how far it is, what is wrong, what is said about it, who sees to it."""
    open_comments, given = remarks.open_counts(draft_id), remarks.assignments(draft_id)
    said, people = Counter[str](), dict[str, dict[str, None]]()
    for path, count in open_comments.items():
        said[_part_code(path)] += count
    for path, assigned in given.items():
        people.setdefault(_part_code(path), {})[assigned.person.name] = None
    wrong: dict[str, Counter[str]] = {}
    for one in findings:
        wrong.setdefault(_part_code(one.path), Counter())[one.severity] += 1
    return [
        _part(part, tree, wrong.get(part.code, Counter()))
        | {
            "url": reverse("web:draft_part", args=[draft_id, part.code]),
            "comments": said[part.code],
            "people": list(people.get(part.code, ())),
        }
        for part in PARTS
    ]


def _part(part: DocumentPart, tree: Mapping[str, Plain], wrong: Counter[str]) -> dict[str, Any]:
    count = sum(_clauses(key, tree.get(key)) for key in part.keys)
    missing = [str(key_label(key)) for key in part.must if not tree.get(key)]
    state = "empty" if not count else "open" if missing or wrong["error"] else "done"
    return {
        "code": part.code,
        "number": part.number,
        "title": _(part.title),
        "count": count,
        "missing": missing,
        "state": state,
        "errors": wrong["error"],
        "warnings": wrong["warning"],
    }


def _clauses(key: str, value: Plain) -> int:
    if key in HOLD_ENTRIES and isinstance(value, dict):
        return len(value)
    return 1 if value else 0


def _part_code(path: str) -> str:
    part = part_of(path)
    return part.code if part else path


def keys(
    draft_id: int,
    part: DocumentPart,
    rows: Sequence[DraftClause],
    tree: Mapping[str, Plain],
    findings: Sequence[Finding],
) -> list[dict[str, Any]]:
    """Return the keys of a part, each with its clauses."""
    by_clause = drafts.findings_by_clause(findings)
    open_comments, given = remarks.open_counts(draft_id), remarks.assignments(draft_id)
    found = []
    for key in part.keys:
        own = [row for row in rows if key_of(row.path) == key]
        clauses = [
            row for row in own if "." in row.path or key not in HOLD_ENTRIES or row.value != "{}"
        ]
        found.append(
            {
                "key": key,
                "label": key_label(key),
                "says": KEYS.get(key, ("", ""))[1],
                "holds_entries": key in HOLD_ENTRIES,
                "is_there": bool(own),
                "findings": [] if key in [row.path for row in clauses] else by_clause.get(key, []),
                "clauses": [
                    clause_row(row, tree, by_clause.get(row.path, []))
                    | {
                        "comments": open_comments.get(row.path, 0),
                        "person": given[row.path].person.name if row.path in given else "",
                        "due_on": given[row.path].due_on if row.path in given else None,
                    }
                    for row in clauses
                ],
            }
        )
    return found


def clause_row(
    row: DraftClause, tree: Mapping[str, Plain], findings: Sequence[Finding]
) -> dict[str, Any]:
    """Return one clause in a list."""
    wrong = Counter[str](one.severity for one in findings)
    return {
        "path": row.path,
        "url": reverse("web:clause_edit", args=[row.draft_id, row.path]),
        "number": number_in(tree, row.path),
        "title": title(row.path, drafts.value_of(row.value)),
        "errors": wrong["error"],
        "warnings": wrong["warning"],
        "revision": row.revision,
    }


def elsewhere(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that belong to no part of the document."""
    return [one for one in findings if part_of(piece_of(one.path)) is None]


def changes(edits: Sequence[ClauseEdit]) -> list[dict[str, Any]]:
    """Return changes of clauses as a reader checks them: who, when, why, and what."""
    found = []
    for edit in edits:
        old, new = (drafts.value_of(text) if text else None for text in (edit.old, edit.new))
        what = [] if not edit.old or not edit.new else changed(old, new, "")
        found.append(
            {
                "path": edit.path,
                "at": edit.at,
                "by": edit.by.name if edit.by else _("the console"),
                "why": edit.why,
                "added": not edit.old,
                "removed": not edit.new,
                "changes": [
                    {"path": one.path.lstrip(".") or edit.path, "old": one.old, "new": one.new}
                    for one in what[:MOST_CHANGES]
                ],
                "more": max(0, len(what) - MOST_CHANGES),
                "title": title(edit.path, new if edit.new else old),
            }
        )
    return found
