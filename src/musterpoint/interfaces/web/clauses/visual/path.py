"""An escalation path edited beneath its line of time, which follows what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from musterpoint.apps.policies import drawings
from musterpoint.domain.policy.pieces import code_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.boxes import Box, Row, every
from musterpoint.interfaces.web.clauses.editors import AsForm, Editing
from musterpoint.interfaces.web.clauses.taking import Taken
from musterpoint.interfaces.web.clauses.visual.drawing import codes_of, drawn, followed

ALWAYS = ("tell", "kind", "says")
"""The fields of a step that are always in sight; the others wait behind a line that opens."""
WAITS = ("after", "after_at")
ORDER = ".wait.order"


class AsTimeline(AsForm):
    template = "strategy/visual/path.html"

    def shown(self, editing: Editing) -> dict[str, Any]:
        found = super().shown(editing)
        box: Box = found["box"]
        steps = next((one for one in box.inner if one.at[-1] == "steps"), None)
        priorities = codes_of(editing.tree, "priorities")
        drawing = self.drawing(editing.path, editing.value, editing.tree)
        return (
            found
            | {
                "stays": True,
                "steps": steps if steps is not None and steps.widget == "entries" else None,
                "rows": [_step(row, priorities) for row in steps.rows] if steps is not None else [],
                "others": [one for one in box.inner if one is not steps or one.widget != "entries"],
            }
            | followed(editing, _("Line of time"), drawing)
        )

    def taken(self, path: str, was: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Taken:
        return super().taken(path, was, _with_waits(sent), tree)

    def drawing(self, path: str, value: Plain, tree: Mapping[str, Plain]) -> str:
        """Return the line of time of the path as it stands in the form."""
        strategy = drawn(tree, path, value)
        found = strategy.paths.get(code_of(path))
        return drawings.path_timeline(strategy, found) if found else ""


def _with_waits(sent: QueryDict) -> QueryDict:
    """Return what was sent with the wait at each priority as the one field that the form knows."""
    found = sent.copy()
    for name in [one for one in sent if one.endswith(ORDER)]:
        step = name.removesuffix(ORDER)
        waits = (
            (code, sent.get(f"{step}.wait.{code}", "").strip())
            for code in sent.get(name, "").split()
        )
        found[f"{step}.after_at"] = "\n".join(f"{code}: {wait}" for code, wait in waits if wait)
    return found


def _waits(box: Box, row: str, priorities: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a wait for each priority, first those that are set; None where only text will do."""
    pairs = [line.partition(": ") for line in box.text.splitlines()]
    if box.widget != "pairs" or box.error or any(not wait for _code, _colon, wait in pairs):
        return None
    known = {code: wait for code, _colon, wait in pairs}
    order = tuple(dict.fromkeys((*known, *priorities)))
    return {
        "order_name": f"{row}{ORDER}",
        "order": " ".join(order),
        "each": [
            {
                "code": code,
                "name": f"{row}.wait.{code}",
                "text": known.get(code, ""),
                "is_wrong": any(one.path.endswith(f".{code}") for one in box.findings),
            }
            for code in sorted(order)
        ],
    }


def _step(row: Row, priorities: tuple[str, ...]) -> dict[str, Any]:
    """Return one step: what is always in sight in its order, and the rest."""
    fields = {box.at[-1]: box for box in row.inner}
    after, after_at = (fields.get(name) for name in WAITS)
    waits = _waits(after_at, row.name, priorities) if after_at is not None else None
    hidden = (*ALWAYS, *(WAITS if waits else ("after",)))
    return {
        "after": after,
        "after_at": after_at,
        "waits": waits,
        "row": row,
        "first": [fields[name] for name in ALWAYS if name in fields],
        "rest": [box for name, box in fields.items() if name not in hidden],
        "rest_is_used": any(
            box.text or box.ticked or box.findings or box.error
            or any(chosen for _code, _label, chosen in box.choices if _code)
            for name, box in fields.items() if name not in hidden
            for box in every([box])
        ),
    }  # fmt: skip
