"""The matrix as a matrix: impact down, urgency across, priorities in the colours of the board."""

from __future__ import annotations

from musterpoint.apps.policies.drawings.canvas import SIZE, Canvas
from musterpoint.apps.policies.drawings.colours import of_priority
from musterpoint.apps.policies.drawings.lettering import height_of, wrap
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.scales import Level

SIDE = 190.0
CELL = 128.0
TALL = 46.0
GAP = 5.0
UNSET = "–"


def matrix(strategy: Strategy, *, for_print: bool = False) -> str:
    """Return impact x urgency as SVG, one cell for each pair."""
    canvas = Canvas(
        name="matrix",
        title="Matrix of priorities",
        says=_says(strategy),
        for_print=for_print,
    )
    heads = [_head(one, CELL - GAP) for one in strategy.urgency]
    top = max((height_of(lines, SIZE) for lines in heads), default=0.0) + 2 * GAP
    for column, lines in enumerate(heads):
        middle = SIDE + column * CELL + (CELL - GAP) / 2
        canvas.words(lines, middle, GAP, anchor="middle", bold=True)
    for impact in strategy.impact:
        top = _row(canvas, strategy, impact, top)
    return canvas.svg(SIDE + len(strategy.urgency) * CELL, top)


def _row(canvas: Canvas, strategy: Strategy, impact: Level, top: float) -> float:
    lines = _head(impact, SIDE - 2 * GAP)
    tall = max(TALL, height_of(lines, SIZE) + GAP)
    order = tuple(one.code for one in strategy.priorities)
    canvas.words(lines, 0, top + (tall - height_of(lines, SIZE)) / 2, bold=True)
    for column, urgency in enumerate(strategy.urgency):
        left, wide = SIDE + column * CELL, CELL - GAP
        priority = strategy.matrix.get((impact.code, urgency.code), "")
        tone = of_priority(priority, order)
        edge = "edge" if tone == "p5" else ""
        cell = f"{impact.code}.{urgency.code}"
        canvas.box(
            left, top, wide, tall, fill=tone, edge=edge, round_by=6, dashed=not priority, cell=cell
        )
        middle = left + wide / 2, top + tall / 2
        canvas.letter(
            priority or UNSET, *middle, within=wide - 2 * GAP, size=15, tone=f"{tone}-ink"
        )
    return top + tall + GAP


def _head(level: Level, wide: float) -> list[str]:
    return wrap(f"{level.code} {level.name}", wide, SIZE, bold=True)


def _says(strategy: Strategy) -> str:
    rows = (
        f"{impact.code}: "
        + ", ".join(
            f"{urgency.code} {strategy.matrix.get((impact.code, urgency.code), 'not set')}"
            for urgency in strategy.urgency
        )
        for impact in strategy.impact
    )
    return "Impact by urgency. " + "; ".join(rows) + "."
