"""A risk edited beside the map: its ranks are chosen by their names, and its dot moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.policies import drawings
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.boxes import Box, every
from musterpoint.interfaces.web.clauses.editors import AsForm, Editing
from musterpoint.interfaces.web.clauses.visual.drawing import codes_of, drawn, followed

RANKED = ("likelihood", "consequence")


class AsMap(AsForm):
    template = "strategy/visual/drawn_form.html"

    def shown(self, editing: Editing) -> dict[str, Any]:
        found = super().shown(editing)
        box: Box = found["box"]
        for one in every([box]):
            if one.widget == "number" and one.at[-1] in RANKED:
                _choose(one, editing.tree)
        drawing = self.drawing(editing.path, editing.value, editing.tree)
        return found | followed(editing, _("Map of risks"), drawing)

    def drawing(self, path: str, value: Plain, tree: Mapping[str, Plain]) -> str:
        """Return the map of all risks with this one as it stands in the form."""
        return drawings.risk_map(drawn(tree, path, value))


def _choose(box: Box, tree: Mapping[str, Plain]) -> None:
    """Turn a rank into a choice of the steps of its scale; a rank beyond it stays to choose."""
    scale = tree.get("risk_scale")
    levels = codes_of(scale, box.at[-1]) if isinstance(scale, dict) else ()
    if not levels:
        return
    names = scale.get(box.at[-1]) if isinstance(scale, dict) else None
    ranks = [(str(n), f"{n} {_name(names, code)}") for n, code in enumerate(levels, start=1)]
    if box.text and box.text not in dict(ranks):
        ranks.append((box.text, f"{box.text} (?)"))
    box.choices = [("", "–", not box.text), *((n, says, n == box.text) for n, says in ranks)]
    box.widget = "choice"


def _name(levels: Plain, code: str) -> str:
    one = levels.get(code) if isinstance(levels, dict) else None
    name = one.get("name") if isinstance(one, dict) else None
    return name if isinstance(name, str) else code
