"""Which editor a clause gets: a visual one where there is one for it, else the form, else text."""

from __future__ import annotations

from collections.abc import Mapping

from musterpoint.domain.policy.pieces import key_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.editors import AS_FORM, AS_TEXT, TEXT, Editor
from musterpoint.interfaces.web.clauses.visual.matrix import AsMatrix
from musterpoint.interfaces.web.clauses.visual.path import AsTimeline
from musterpoint.interfaces.web.clauses.visual.risk import AsMap
from musterpoint.interfaces.web.clauses.visual.service import AsHeat

EDITORS: Mapping[str, Editor] = {
    "matrix": AsMatrix(),
    "paths": AsTimeline(),
    "risks": AsMap(),
    "services": AsHeat(),
}
"""Visual editors by top-level key."""


def editor_for(path: str, value: Plain, *, wanted: str = "") -> Editor:
    """Return the editor for a clause; ``wanted`` is ``text`` or ``form`` for one of these two."""
    visual = EDITORS.get(key_of(path))
    choices: list[Editor] = [AS_TEXT] if wanted == TEXT else [AS_FORM, AS_TEXT]
    if visual is not None and not wanted:
        choices.insert(0, visual)
    return next(one for one in choices if one.fits(path, value))
