"""The matrix edited as a matrix: a priority to choose in each cell, what is wrong in the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.editors import Editing
from musterpoint.interfaces.web.clauses.taking import Taken
from musterpoint.interfaces.web.clauses.visual.drawing import codes_of, entry_name

KEY = "matrix"


class AsMatrix:
    """Rows and columns are those of the draft's scales, and any that only the matrix still has."""

    template = "strategy/visual/matrix.html"

    def fits(self, path: str, value: Plain) -> bool:
        """Return whether the value is a row of codes for each impact."""
        return path == KEY and isinstance(value, dict) and all(map(_is_row, value.values()))

    def shown(self, editing: Editing) -> dict[str, Any]:
        value = editing.value if isinstance(editing.value, dict) else {}
        impacts, urgencies = _axes(editing.tree, value)
        priorities = codes_of(editing.tree, "priorities")
        left = list(editing.findings)
        rows = [
            {
                "code": impact,
                "name": entry_name(editing.tree, "impact", impact),
                "cells": [_cell(value, impact, urgency, priorities, left) for urgency in urgencies],
            }
            for impact in impacts
        ]
        return {
            "urgencies": [
                {"code": code, "name": entry_name(editing.tree, "urgency", code)}
                for code in urgencies
            ],
            "rows": rows,
            "priorities": priorities,
            "unplaced": left,
            "empty": not impacts or not urgencies,
        }

    def taken(
        self,
        path: str,  # noqa: ARG002 - Editor's
        was: Plain,
        sent: QueryDict,
        tree: Mapping[str, Plain],
    ) -> Taken:
        value = was if isinstance(was, dict) else {}
        impacts, urgencies = _axes(tree, value)
        rows = {impact: _row(value.get(impact), impact, urgencies, sent) for impact in impacts}
        return Taken(value={impact: row for impact, row in rows.items() if row} or value)


def _axes(
    tree: Mapping[str, Plain], value: Mapping[str, Plain]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    across = [code for row in value.values() if isinstance(row, dict) for code in row]
    impacts = dict.fromkeys((*codes_of(tree, "impact"), *value))
    return tuple(impacts), tuple(dict.fromkeys((*codes_of(tree, "urgency"), *across)))


def _row(was: Plain, impact: str, urgencies: tuple[str, ...], sent: QueryDict) -> dict[str, Plain]:
    """Return a row; a cell that was not sent keeps what stood in it, an emptied one goes."""
    before = was if isinstance(was, dict) else {}
    cells = {u: sent.get(_field(impact, u), before.get(u)) for u in (*before, *urgencies)}
    return {urgency: chosen for urgency, chosen in cells.items() if chosen not in {"", None}}


def _cell(
    value: Mapping[str, Plain], impact: str, urgency: str, priorities: tuple[str, ...],
    left: list[Finding],
) -> dict[str, Any]:  # fmt: skip
    row = value.get(impact)
    chosen = row.get(urgency) if isinstance(row, dict) else None
    chosen = chosen if isinstance(chosen, str) else ""
    path = f"{KEY}.{impact}.{urgency}"
    mine = [one for one in left if one.path == path]
    left[:] = [one for one in left if one.path != path]
    unknown = () if chosen in {*priorities, ""} else (chosen,)
    return {
        "name": _field(impact, urgency),
        "label": _("Impact %(i)s and urgency %(u)s") % {"i": impact, "u": urgency},
        "chosen": chosen,
        "rank": min(priorities.index(chosen), 4) + 1 if chosen in priorities else 0,
        "choices": (*priorities, *unknown),
        "findings": mine,
        "is_wrong": any(one.severity == "error" for one in mine),
    }


def _field(impact: str, urgency: str) -> str:
    return f"cell.{impact}.{urgency}"


def _is_row(row: Plain) -> bool:
    return isinstance(row, dict) and all(isinstance(cell, str) for cell in row.values())
