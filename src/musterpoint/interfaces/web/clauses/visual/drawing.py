"""A draft as a strategy to draw, with one clause as it stands in a form that is being filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from django.urls import reverse

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.parsing import sketch
from musterpoint.domain.policy.pieces import code_of, key_of
from musterpoint.domain.policy.tree import Plain, grown
from musterpoint.interfaces.web.clauses.editors import Editing
from musterpoint.interfaces.web.clauses.offering import entries_of

_DRAWN = """
impact urgency priorities matrix roles paths services harm_scale risk_scale risks
"""
DRAWN = frozenset(_DRAWN.split())
"""The only keys that drawings look at; the rest of a long draft is not read for them."""


@runtime_checkable
class Draws(Protocol):
    """An editor that draws the clause as it stands in the form."""

    def drawing(self, path: str, value: Plain, tree: Mapping[str, Plain]) -> str: ...


def drawn(tree: Mapping[str, Plain], path: str, value: Plain) -> Strategy:
    """Return as much of the draft as drawings need, with ``value`` at ``path``."""
    found = {key: item for key, item in tree.items() if key in DRAWN}
    key, code = key_of(path), code_of(path)
    if not code:
        found[key] = value
    else:
        entries = found.get(key)
        found[key] = {**(entries if isinstance(entries, dict) else {}), code: value}
    return sketch(grown(found))


def followed(editing: Editing, label: str, drawing: str) -> dict[str, Any]:
    """Return what a drawing that follows the form needs."""
    address = reverse("web:clause_draw", args=[editing.draft_id, editing.path])
    return {"drawing": drawing, "drawn_label": label, "draw_url": address}


def entry_name(tree: Mapping[str, Plain], key: str, code: str) -> str:
    """Return the name of an entry without its code."""
    return dict(entries_of(tree, key)).get(code, code).removeprefix(f"{code} · ")


def codes_of(tree: Mapping[str, Plain], key: str) -> tuple[str, ...]:
    """Return the codes of a part in their order."""
    found = tree.get(key)
    return tuple(found) if isinstance(found, dict) else ()
