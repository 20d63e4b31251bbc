"""Reading the scales, the matrix and its written exceptions."""

from __future__ import annotations

from musterpoint.domain.policy.document import Override, OverrideTrigger
from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.scales import Level


def levels(root: Part, key: str) -> tuple[Level, ...]:
    return tuple(root.keyed(key, _level).values())


def matrix(root: Part) -> dict[tuple[str, str], str]:
    """Return the cells that are written; whether all are is a check on the whole document."""
    cells: dict[tuple[str, str], str] = {}
    for impact, row in root.each("matrix"):
        for urgency in row.entries:
            cells[impact, urgency] = row.text(urgency)
    return cells


def overrides(root: Part) -> tuple[Override, ...]:
    return tuple(root.keyed("overrides", _override).values())


def _level(code: str, part: Part) -> Level:
    return Level(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        rationale=part.text("rationale", ""),
    )


def _override(code: str, part: Part) -> Override:
    return Override(
        code=code,
        when=part.choice("when", OverrideTrigger),
        says=part.text("says"),
        priority_floor=part.optional_text("priority_floor"),
        impact_floor=part.optional_text("impact_floor"),
        raise_impact_by=part.whole("raise_impact_by", 0),
        urgency_floor=part.optional_text("urgency_floor"),
        share_left_below=part.share("share_left_below"),
        rationale=part.text("rationale", ""),
    )
