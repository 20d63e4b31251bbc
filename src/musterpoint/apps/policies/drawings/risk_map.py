"""The risk register as a map: a numbered dot for each risk, an arrow to where it should stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, hypot, sqrt

from musterpoint.apps.policies.drawings.canvas import SIZE, SMALL, Canvas
from musterpoint.apps.policies.drawings.colours import of_band
from musterpoint.apps.policies.drawings.lettering import height_of, wrap
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.risks import RiskScale, Score
from musterpoint.domain.policy.scales import Level

SIDE = 118.0
WIDE = 100.0
HIGH = 66.0
DOT = 11.0
SPACE = 2 * DOT + 5
GAP = 3.0
KEY = 330.0
MEANING = "Up: likelihood. Across: worst consequence. Filled: as it stands. Ring: its target."

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Dot:
    """One mark of one risk; the risk is named by its number in the register."""

    number: int
    score: Score
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The cells, large enough for the marks of the fullest and for the names beside them."""

    scale: RiskScale
    wide: float
    high: float

    def spot(self, score: Score) -> tuple[int, int]:
        """Return column and row of a score; one beyond the scale stands at its end."""
        across, down = len(self.scale.consequence), len(self.scale.likelihood)
        return min(max(score.consequence, 1), across) - 1, down - min(
            max(score.likelihood, 1), down
        )

    def place(self, dot: _Dot, held: list[_Dot]) -> Place:
        """Return where a mark stands among those that share its cell."""
        across = ceil(sqrt(len(held)))
        row, column = divmod(held.index(dot), across)
        down = ceil(len(held) / across)
        left, top = self.spot(dot.score)
        return (
            SIDE + left * self.wide + (self.wide - GAP) / 2 + (column - (across - 1) / 2) * SPACE,
            top * self.high + (self.high - GAP) / 2 + (row - (down - 1) / 2) * SPACE,
        )


def risk_map(strategy: Strategy, *, for_print: bool = False, key: bool = True) -> str:
    """Return likelihood x consequence with the risks on it; empty without a scale.

    ``key`` puts the names of the numbered risks beside it.
    """
    scale = strategy.risk_scale
    if scale is None or not scale.likelihood or not scale.consequence or not scale.bands:
        return ""
    canvas = Canvas(
        name="risk-map", title="Map of risks", says=_says(strategy), for_print=for_print
    )
    dots = _dots(strategy)
    grid, held_at = _grid(scale, dots)
    _cells(canvas, grid)
    places = {dot: grid.place(dot, held_at[grid.spot(dot.score)]) for dot in dots}
    _arrows(canvas, places)
    for dot, (x, y) in places.items():
        _dot(canvas, dot, x, y)
    bottom = _foot(canvas, grid)
    wide = SIDE + len(scale.consequence) * grid.wide
    if key:
        names = [risk.name for risk in strategy.risks.values()]
        return canvas.svg(wide + KEY, max(bottom, _key(canvas, names, wide + 24)))
    return canvas.svg(wide, bottom)


def _dots(strategy: Strategy) -> list[_Dot]:
    """Return all marks; a risk that stands where it should has one."""
    return [
        _Dot(number, score, wanted)
        for number, risk in enumerate(strategy.risks.values(), start=1)
        for score, wanted in ((risk.current, False), (risk.target, True))
        if not wanted or risk.target != risk.current
    ]


def _grid(scale: RiskScale, dots: list[_Dot]) -> tuple[_Grid, dict[tuple[int, int], list[_Dot]]]:
    """Return the cells and which marks each holds."""
    small = _Grid(scale=scale, wide=WIDE, high=HIGH)
    held: dict[tuple[int, int], list[_Dot]] = defaultdict(list)
    for dot in dots:
        held[small.spot(dot.score)].append(dot)
    needed = ceil(sqrt(max((len(some) for some in held.values()), default=0))) * SPACE + 10
    names = max(height_of(_side(n, one), SMALL) for n, one in enumerate(scale.likelihood, start=1))
    return _Grid(scale=scale, wide=max(WIDE, needed), high=max(HIGH, needed, names + GAP)), held


def _side(number: int, level: Level) -> list[str]:
    return wrap(f"{number} {level.name}", SIDE - 12, SMALL, bold=True)


def _cells(canvas: Canvas, grid: _Grid) -> None:
    """Draw the grid, the likeliest on top."""
    scale = grid.scale
    for likelihood, level in enumerate(scale.likelihood, start=1):
        top = (len(scale.likelihood) - likelihood) * grid.high
        lines = _side(likelihood, level)
        middle = top + (grid.high - GAP - height_of(lines, SMALL)) / 2
        canvas.words(lines, 0, middle, size=SMALL, bold=True)
        for column in range(len(scale.consequence)):
            score = Score(likelihood=likelihood, consequence=column + 1)
            canvas.box(
                SIDE + column * grid.wide, top, grid.wide - GAP, grid.high - GAP, round_by=5,
                fill=_tone(scale, score), cell=f"{score.likelihood}.{score.consequence}",
            )  # fmt: skip


def _tone(scale: RiskScale, score: Score) -> str:
    """Return the tone of a cell by the band of appetite it falls in."""
    return of_band(scale.bands.index(scale.band(score)), len(scale.bands))


def _arrows(canvas: Canvas, places: dict[_Dot, Place]) -> None:
    wanted = {dot.number: place for dot, place in places.items() if dot.wanted}
    for dot, (x, y) in places.items():
        if dot.wanted or dot.number not in wanted:
            continue
        to_x, to_y = wanted[dot.number]
        long = hypot(to_x - x, to_y - y) or 1.0
        along_x, along_y = (to_x - x) / long, (to_y - y) / long
        end_x, end_y = to_x - along_x * (DOT + 1), to_y - along_y * (DOT + 1)
        canvas.line(x, y, end_x, end_y, edge="ink", wide=1.2)
        back_x, back_y = end_x - along_x * 7, end_y - along_y * 7
        canvas.trace(
            f"M{end_x:.1f} {end_y:.1f}L{back_x - along_y * 3.5:.1f} {back_y + along_x * 3.5:.1f}"
            f"L{back_x + along_y * 3.5:.1f} {back_y - along_x * 3.5:.1f}z",
            fill="ink",
        )


def _dot(canvas: Canvas, dot: _Dot, x: float, y: float) -> None:
    fill, ink = ("card", "ink") if dot.wanted else ("ink", "card")
    cell = f"{'target' if dot.wanted else 'current'}.{dot.number}"
    canvas.circle(x, y, DOT, fill=fill, edge="ink" if dot.wanted else "card", cell=cell)
    canvas.letter(str(dot.number), x, y, within=2 * DOT - 6, size=SMALL, tone=ink)


def _foot(canvas: Canvas, grid: _Grid) -> float:
    """Write the consequences beneath their columns, then what the marks mean."""
    consequences, top = grid.scale.consequence, len(grid.scale.likelihood) * grid.high
    heads = [_head(number, one, grid.wide) for number, one in enumerate(consequences, start=1)]
    for column, lines in enumerate(heads):
        middle = SIDE + column * grid.wide + (grid.wide - GAP) / 2
        canvas.words(lines, middle, top, size=SMALL, anchor="middle", bold=True)
    top += max(height_of(lines, SMALL) for lines in heads) + 8
    lines = wrap(MEANING, len(heads) * grid.wide, SMALL)
    canvas.words(lines, SIDE, top, size=SMALL, tone="muted")
    return top + height_of(lines, SMALL)


def _head(number: int, level: Level, cell: float) -> list[str]:
    return wrap(f"{number} {level.name}", cell - 2 * GAP, SMALL, bold=True)


def _key(canvas: Canvas, names: Sequence[str], left: float) -> float:
    top = 0.0
    for number, name in enumerate(names, start=1):
        lines = wrap(name, KEY - 24 - 34, SIZE)
        canvas.letter(str(number), left + 12, top + SIZE * 0.68, within=24)
        canvas.words(lines, left + 34, top)
        top += height_of(lines, SIZE) + 4
    return top


def _says(strategy: Strategy) -> str:
    return " ".join(
        f"{number} {risk.name}: likelihood {risk.current.likelihood},"
        f" consequence {risk.current.consequence}; target {risk.target.likelihood},"
        f" {risk.target.consequence}."
        for number, risk in enumerate(strategy.risks.values(), start=1)
    )
