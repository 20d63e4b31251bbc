"""The differences between two texts, as the page of comparing shows them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.policies import comparing, drafts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.comparing import Side, Traced
from musterpoint.domain.policy.comparing import Kind
from musterpoint.domain.policy.draft_states import OVER

MOST_EDITS = 3


def choices() -> list[dict[str, str]]:
    """Return every text that can be compared: versions, the newest first, and drafts on the way."""
    versions = [
        {"value": str(row.number), "label": _("Version %(n)d") % {"n": row.number}}
        for row in policies.versions()
        if row.number
    ]
    open_ = [
        {
            "value": f"{comparing.DRAFT}{row.pk}",
            "label": _("Draft %(n)d: %(title)s") % {"n": row.pk, "title": row.title},
        }
        for row in drafts.listed()
        if row.state not in OVER
    ]
    return sorted(versions, key=lambda one: -int(one["value"])) + open_


def parts(found: Iterable[Traced]) -> list[dict[str, Any]]:
    """Return the differences by part, and within it by clause."""
    return [
        {
            "number": number,
            "title": title or _("Whole document"),
            "clauses": [_clause(list(rows)) for _piece, rows in groupby(of_part, key=_piece_of)],
        }
        for (number, title), of_part in groupby(found, key=_part_of)
    ]


def sums(found: Iterable[Traced]) -> dict[str, int]:
    """Return how many differences there are of each kind."""
    kinds = [one.difference.kind for one in found]
    return {kind.value: kinds.count(kind) for kind in Kind}


def kinds() -> dict[str, str]:
    """Return the words for each kind of difference."""
    return {
        Kind.ADDED.value: _("added"),
        Kind.REMOVED.value: _("removed"),
        Kind.CHANGED.value: _("changed"),
        Kind.MOVED.value: _("order changed"),
    }


def side(one: Side) -> dict[str, Any]:
    """Return what the head of the page says of one text."""
    return {
        "name": one.name,
        "title": one.title,
        "number": one.number,
        "draft_id": one.draft_id,
        "at": one.at,
        "published_by": one.published_by.name if one.published_by else "",
        "signed_by": [
            {"role": given.role.replace("_", " "), "name": given.person.name, "at": given.at}
            for given in one.signatures
        ],
    }


def _part_of(one: Traced) -> tuple[int, str]:
    part = one.difference.part
    return (part.number, part.title) if part else (0, "")


def _piece_of(one: Traced) -> str:
    return one.difference.piece


def _clause(rows: list[Traced]) -> dict[str, Any]:
    first = rows[0]
    words = kinds()
    return {
        "title": first.difference.title,
        "path": first.difference.piece,
        "changes": [
            {
                "field": row.difference.field.replace(".", " › ").replace("_", " "),
                "kind": row.difference.kind.value,
                "label": words[row.difference.kind.value],
                "old": row.difference.old,
                "new": row.difference.new,
                "words": row.difference.words,
            }
            for row in rows
        ],
        "edits": [
            {"by": edit.by.name if edit.by else "", "at": edit.at, "why": edit.why}
            for edit in first.edits[:MOST_EDITS]
        ],
    }
