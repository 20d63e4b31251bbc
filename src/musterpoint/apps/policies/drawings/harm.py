"""What the loss of each service does as time passes, as a heat table with its RTO and MTPD."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from musterpoint.apps.policies.drawings import wording
from musterpoint.apps.policies.drawings.canvas import SIZE, SMALL, Canvas
from musterpoint.apps.policies.drawings.colours import of_level
from musterpoint.apps.policies.drawings.lettering import height_of, width_of, wrap
from musterpoint.domain.policy.continuity import HarmScale, ServiceRule
from musterpoint.domain.policy.document import Strategy

SIDE = 210.0
CELL = 66.0
TALL = 26.0
STRIP = 14.0
SAYS = 84.0
GAP = 3.0


def harm_table(strategy: Strategy, *, for_print: bool = False) -> str:
    """Return the worst harm of each service at each time, as SVG; empty without a scale."""
    scale = strategy.harm_scale
    if scale is None:
        return ""
    canvas = Canvas(
        name="harm", title="Impact over time", says=_says(strategy, scale), for_print=for_print
    )
    ends = SIDE + len(scale.times) * CELL
    for column, span in enumerate(scale.times):
        middle = SIDE + column * CELL + (CELL - GAP) / 2
        text = wording.length(span)
        size = min(SMALL, SMALL * (CELL - 2 * GAP) / width_of(text, SMALL, bold=True))
        canvas.words([text], middle, 0, size=size, tone="muted", anchor="middle", bold=True)
    for place, text in enumerate(("RTO", "MTPD")):
        canvas.words([text], ends + 14 + place * SAYS, 0, size=SMALL, tone="muted", bold=True)
    top = SIZE + 10
    for service in strategy.services.values():
        top = _service(canvas, scale, service, top)
    return canvas.svg(ends + 14 + 2 * SAYS, _key(canvas, scale, top, ends))


def worst(service: ServiceRule, column: int) -> int | None:
    """Return the gravest harm of a service at one time of the scale, None when none is given."""
    return max((row[column] for row in service.harm.values() if column < len(row)), default=None)


def x_of(span: timedelta, times: Sequence[timedelta]) -> float:
    """Return where a length of time stands, counted in columns; a column's middle is its time."""
    before, place = timedelta(0), 0.0
    for column, time in enumerate(times):
        if span <= time:
            share = (span - before) / (time - before) if time > before else 1.0
            return place + share * (column + 0.5 - place)
        before, place = time, column + 0.5
    return float(len(times))


def _service(canvas: Canvas, scale: HarmScale, service: ServiceRule, top: float) -> float:
    lines = wrap(service.name, SIDE - 14, SIZE, bold=service.critical)
    tall = max(TALL + STRIP, height_of(lines, SIZE))
    canvas.words(lines, 0, top, bold=service.critical)
    for column in range(len(scale.times)):
        level, left = worst(service, column), SIDE + column * CELL
        tone = of_level(level or 0)
        cell = f"{service.code}.{column}"
        canvas.box(
            left, top, CELL - GAP, TALL, fill=tone, round_by=4, cell=cell,
            edge="edge" if level is None else "", dashed=level is None,
        )  # fmt: skip
        at = left + (CELL - GAP) / 2, top + TALL / 2
        canvas.letter("–" if level is None else str(level), *at, within=CELL, tone=f"{tone}-ink")
    _marks(canvas, scale, service, top + TALL + STRIP / 2)
    for place, span in enumerate((service.rto, service.mtpd)):
        text = wording.length(span)
        size = min(SIZE, SIZE * (SAYS - 8) / width_of(text, SIZE))
        x = SIDE + len(scale.times) * CELL + 14 + place * SAYS
        canvas.words([text], x, top + (TALL - size * 1.35) / 2, size=size)
    return top + tall + 6


def _marks(canvas: Canvas, scale: HarmScale, service: ServiceRule, y: float) -> None:
    """Draw how far recovery may reach (a thick line) and what cannot be borne (a bar)."""
    if service.mtpd is not None:
        end = SIDE + x_of(service.mtpd, scale.times) * CELL
        canvas.line(SIDE, y, end, y, edge="edge")
        canvas.line(end, y - 5, end, y + 5, edge="now", wide=3)
    if service.rto is not None:
        end = SIDE + x_of(service.rto, scale.times) * CELL
        canvas.line(SIDE, y, end, y, edge="accent", wide=4)


def _key(canvas: Canvas, scale: HarmScale, top: float, wide: float) -> float:
    says = (
        f"Worst harm from 0 (none) to 5; from {scale.unacceptable} it is not to be borne. The thick"
        " line ends at the RTO, the upright bar stands at the MTPD. Bold: a critical service."
    )
    lines = wrap(says, wide, SMALL)
    canvas.words(lines, 0, top + 6, size=SMALL, tone="muted")
    return top + 6 + height_of(lines, SMALL)


def _says(strategy: Strategy, scale: HarmScale) -> str:
    return " ".join(
        f"{service.name}: "
        + ", ".join(
            f"{wording.length(span)} {_level(worst(service, column))}"
            for column, span in enumerate(scale.times)
        )
        + f"; RTO {wording.length(service.rto)}, MTPD {wording.length(service.mtpd)}."
        for service in strategy.services.values()
    )


def _level(level: int | None) -> str:
    return "not said" if level is None else str(level)
