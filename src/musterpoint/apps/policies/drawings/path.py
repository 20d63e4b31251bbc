"""An escalation path on a line of time: one lane for each pace, one mark for each telling.

Draws the plan that runs, as ``domain.escalation`` lays it out, and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from musterpoint.apps.policies.drawings import wording
from musterpoint.apps.policies.drawings.canvas import SIZE, SMALL, Canvas
from musterpoint.apps.policies.drawings.colours import of_priority
from musterpoint.apps.policies.drawings.lettering import height_of, wrap
from musterpoint.apps.policies.drawings.time_axis import TimeAxis, apart
from musterpoint.domain.escalation.plan import Rung, plan_of
from musterpoint.domain.policy.document import FALLBACK, Path, StepKind, Strategy

WIDE = 820.0
BADGE = 40.0
LANE = 42.0
MARK = 12.0
AGAIN = 4.5
SHOWN_AGAIN = 4
"""How many repeats of one step are drawn; the words say how many there are."""
MEANING = (
    "Round: for skill. Square: for authority. Diamond: outside. Small ring: told again. Dashed:"
    " only under its condition."
)

Lane = tuple[tuple[str, ...], tuple[Rung, ...]]


def path_timeline(strategy: Strategy, path: Path, *, for_print: bool = False) -> str:
    """Return who is told when at each priority, while nobody answers, as SVG."""
    lanes = lanes_of(strategy, path)
    canvas = Canvas(
        name=f"path-{path.code}",
        title=f"Escalation path: {path.name}",
        says=_says(strategy, path, lanes),
        for_print=for_print,
    )
    codes = max((len(priorities) for priorities, _plan in lanes), default=0)
    left = codes * (BADGE + 4) + MARK + 8
    needed = max((_needed(plan) for _codes, plan in lanes), default=0.0)
    longest = max((rung.after for _codes, plan in lanes for rung in plan), default=timedelta(0))
    axis = TimeAxis(left=left, right=max(WIDE - 24, left + needed), longest=longest)
    wide, top = axis.right + 24, SIZE + 14
    for x, text in axis.ticks(SMALL):
        canvas.line(x, top, x, top + len(lanes) * LANE)
        canvas.words([text], x, 0, size=SMALL, tone="muted", anchor="middle")
    order = tuple(level.code for level in strategy.priorities)
    for priorities, plan in lanes:
        _badges(canvas, priorities, order, top + LANE / 2)
        _plan(canvas, path, axis, plan, top + LANE / 2)
        top += LANE
    return canvas.svg(wide, _steps(canvas, strategy, path, top + 10, wide))


def lanes_of(strategy: Strategy, path: Path) -> list[Lane]:
    """Return the plans of a path, each with the priorities that share it."""
    found: dict[tuple[tuple[str, int, timedelta], ...], tuple[list[str], tuple[Rung, ...]]] = {}
    for level in strategy.priorities:
        plan = plan_of(path, level.code)
        key = tuple((rung.step, rung.round, rung.after) for rung in plan)
        found.setdefault(key, ([], plan))[0].append(level.code)
    return [(tuple(codes), plan) for codes, plan in found.values()]


def _badges(canvas: Canvas, priorities: tuple[str, ...], order: tuple[str, ...], y: float) -> None:
    for place, code in enumerate(priorities):
        tone, x = of_priority(code, order), place * (BADGE + 4)
        edge = "edge" if tone == "p5" else ""
        canvas.box(x, y - 11, BADGE, 22, fill=tone, edge=edge, round_by=5, cell=code)
        canvas.letter(code, x + BADGE / 2, y, within=BADGE - 8, tone=f"{tone}-ink")


def _plan(canvas: Canvas, path: Path, axis: TimeAxis, plan: tuple[Rung, ...], y: float) -> None:
    drawn = _drawn(plan)
    radii = [_radius(rung) for rung in drawn]
    places = apart([axis.x(r.after) for r in drawn], radii, left=axis.left, right=axis.right)
    canvas.line(axis.left, y, places[-1], y, edge="edge")
    for rung, x in zip(drawn, places, strict=True):
        _mark(canvas, path, rung, x, y)


def _mark(canvas: Canvas, path: Path, rung: Rung, x: float, y: float) -> None:
    if rung.round:
        canvas.circle(x, y, AGAIN, fill="card", edge="accent")
        return
    step = next((one for one in path.steps if one.code == rung.step), None)
    depends = step is not None and bool(step.hours or step.skip_when_absent)
    fill, edge, ink = _painted(rung, depends=depends)
    kind = rung.kind if step else None
    if kind is StepKind.EXTERNAL:
        canvas.trace(
            f"M{x:.1f} {y - MARK:.1f}l{MARK} {MARK}l-{MARK} {MARK}l-{MARK} -{MARK}z",
            fill=fill, edge=edge, dashed=depends,
        )  # fmt: skip
    elif kind is StepKind.HIERARCHICAL:
        box = x - MARK + 1, y - MARK + 1, 2 * MARK - 2, 2 * MARK - 2
        canvas.box(*box, fill=fill, edge=edge, round_by=4, dashed=depends)
    else:
        canvas.circle(x, y, MARK - 0.5, fill=fill, edge=edge, dashed=depends)
    canvas.letter(_number(path, rung.step), x, y, within=MARK * 1.3, tone=ink)


def _painted(rung: Rung, *, depends: bool) -> tuple[str, str, str]:
    if rung.step == FALLBACK:
        return "sunk", "ink", "ink"
    return ("card", "accent", "accent") if depends else ("accent", "card", "on-accent")


def _steps(canvas: Canvas, strategy: Strategy, path: Path, top: float, wide: float) -> float:
    """Write the key: each number with whom it tells and on what it depends."""
    for step in path.steps:
        says = "; ".join((wording.whom(strategy, path, step), *wording.conditions(step)))
        top = _entry(canvas, _number(path, step.code), says, top, wide)
    after = wording.length(path.fallback_after)
    whom = wording.told(strategy, path.fallback)
    last = f"{whom}: when a step finds nobody, and {after} after the last telling without answer"
    top = _entry(canvas, "F", last, top, wide)
    lines = wrap(MEANING, wide - 34, SMALL)
    canvas.words(lines, 34, top + 4, size=SMALL, tone="muted")
    return top + 4 + height_of(lines, SMALL)


def _entry(canvas: Canvas, number: str, says: str, top: float, wide: float) -> float:
    size = SIZE
    lines = wrap(says, wide - 40, size)
    canvas.letter(number, 12, top + size * 0.68, within=24)
    canvas.words(lines, 34, top, size=size)
    return top + height_of(lines, size) + 3


def _number(path: Path, code: str) -> str:
    codes = [step.code for step in path.steps]
    return str(codes.index(code) + 1) if code in codes else "F"


def _drawn(plan: tuple[Rung, ...]) -> list[Rung]:
    return [rung for rung in plan if rung.round <= SHOWN_AGAIN]


def _radius(rung: Rung) -> float:
    return AGAIN if rung.round else MARK


def _needed(plan: tuple[Rung, ...]) -> float:
    return sum(2 * _radius(rung) + 2 for rung in _drawn(plan))


def _says(strategy: Strategy, path: Path, lanes: Sequence[Lane]) -> str:
    told = {step.code: wording.whom(strategy, path, step) for step in path.steps}
    fallback = wording.told(strategy, path.fallback)
    return " ".join(
        f"{', '.join(codes)}: "
        + "; ".join(
            f"{told.get(rung.step, fallback)} after {wording.length(rung.after)}"
            for rung in plan
            if not rung.round
        )
        + "."
        for codes, plan in lanes
    )
