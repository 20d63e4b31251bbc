"""A service edited with its harm as a heat table: a level to choose for each kind and time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from musterpoint.apps.policies import drawings
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.pieces import code_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.boxes import Box
from musterpoint.interfaces.web.clauses.editors import AsForm, Editing
from musterpoint.interfaces.web.clauses.taking import ROOT, Taken
from musterpoint.interfaces.web.clauses.visual.drawing import drawn, followed

NAME = f"{ROOT}.harm"
LEVELS = tuple(str(level) for level in range(6))
MOST_KINDS = 30


class AsHeat(AsForm):
    template = "strategy/visual/service.html"

    def fits(self, path: str, value: Plain) -> bool:
        """Return whether the harm is rows of levels, no longer than the scale has times."""
        harm = value.get("harm") if isinstance(value, dict) else None
        return super().fits(path, value) and (harm is None or _is_grid(harm))

    def shown(self, editing: Editing) -> dict[str, Any]:
        found = super().shown(editing)
        box: Box = found["box"]
        harm = next((one for one in box.inner if one.at[-1] == "harm"), None)
        value = editing.value if isinstance(editing.value, dict) else {}
        times = _times(editing.tree)
        findings: list[Finding] = harm.findings if harm else []
        drawing = self.drawing(editing.path, editing.value, editing.tree)
        return (
            found
            | {
                "others": [one for one in box.inner if one is not harm],
                "harm": harm,
                "times": times,
                "rows": _rows(value.get("harm"), len(times), findings),
                "harm_findings": findings,
                "name": NAME,
            }
            | followed(editing, _("Impact over time"), drawing)
        )

    def taken(self, path: str, was: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Taken:
        found = super().taken(path, was, sent, tree)
        if isinstance(found.value, dict) and f"{NAME}.rows" in sent:
            harm = _harm(sent)
            before = found.value.get("harm")
            if harm != (before or {}):
                found.value = {k: v for k, v in found.value.items() if k != "harm"}
                found.value |= {"harm": harm} if harm else {}
        return found

    def drawing(self, path: str, value: Plain, tree: Mapping[str, Plain]) -> str:
        """Return the row of this service in the heat table, with its RTO and MTPD."""
        strategy = drawn({**tree, "services": {}}, path, value)
        return drawings.harm_table(strategy) if code_of(path) in strategy.services else ""


def _times(tree: Mapping[str, Plain]) -> list[str]:
    scale = tree.get("harm_scale")
    times = scale.get("times") if isinstance(scale, dict) else None
    return [str(one) for one in times] if isinstance(times, list) else []


def _rows(harm: Plain, count: int, findings: list[Finding]) -> list[dict[str, Any]]:
    kinds = list(harm.items()) if isinstance(harm, dict) else []
    kinds.append(("", []))
    return [
        {
            "name": f"{NAME}.{place}",
            "kind": kind,
            "cells": _cells(f"{NAME}.{place}", kind, levels, count),
            "is_wrong": any(kind and one.path.endswith(f".harm.{kind}") for one in findings),
        }
        for place, (kind, levels) in enumerate(kinds)
    ]


def _cells(name: str, kind: str, levels: Plain, count: int) -> list[dict[str, Any]]:
    known = [str(one) for one in levels] if isinstance(levels, list) else []
    wide = max(count, len(known))
    found = [*known, *[""] * (wide - len(known))]
    return [
        {
            "name": f"{name}.{column}",
            "label": _("Level of %(kind)s, time %(n)d")
            % {"kind": kind or _("a new kind"), "n": column + 1},
            "level": level,
            "choices": (*LEVELS, *(() if level in {*LEVELS, ""} else (level,))),
        }
        for column, level in enumerate(found)
    ]


def _harm(sent: QueryDict) -> dict[str, Plain]:
    """Return the rows that have a kind. A level left open takes that of the time before it."""
    found: dict[str, Plain] = {}
    rows = sent.get(f"{NAME}.rows", "")
    for place in range(min(int(rows), MOST_KINDS) if rows.isdecimal() else 0):
        name = f"{NAME}.{place}"
        kind = sent.get(f"{name}.kind", "").strip().replace(" ", "_")
        if kind and f"{name}.remove" not in sent:
            found[kind] = _levels(name, sent)
    return found


def _levels(name: str, sent: QueryDict) -> list[Plain]:
    said: list[str] = []
    while f"{name}.{len(said)}" in sent:
        said.append(sent.get(f"{name}.{len(said)}", ""))
    while said and not said[-1]:
        said.pop()
    levels: list[Plain] = []
    for one in said:
        before = levels[-1] if levels else 0
        levels.append(int(one) if one.isdecimal() else before)
    return levels


def _is_grid(harm: Plain) -> bool:
    return isinstance(harm, dict) and all(
        isinstance(row, list) and all(type(one) is int for one in row) for row in harm.values()
    )
