"""Which service stands on which: left what nothing stands on, to the right its grounds."""

from __future__ import annotations

from collections.abc import Mapping

from musterpoint.apps.policies.drawings import wording
from musterpoint.apps.policies.drawings.canvas import SIZE, SMALL, Canvas
from musterpoint.apps.policies.drawings.lettering import height_of, wrap
from musterpoint.domain.policy.continuity import ServiceKind, ServiceRule
from musterpoint.domain.policy.document import Strategy

BOX = 176.0
BETWEEN = 74.0
GAP = 14.0
PAD = 9.0

Place = tuple[float, float, float]


def dependencies(strategy: Strategy, *, for_print: bool = False) -> str:
    """Return the services in layers with a line to each they depend on, as SVG.

    One that has nothing to do with another is left out.
    """
    services = linked(strategy.services)
    canvas = Canvas(
        name="dependencies", title="What services depend on", says=_says(services),
        for_print=for_print,
    )  # fmt: skip
    layers = layered(services)
    places, bottom = _places(layers)
    for service in services.values():
        for code in service.depends_on:
            if code in places and service.code in places:
                _line(canvas, places[service.code], places[code])
    for layer in layers:
        for service in layer:
            _box(canvas, service, places[service.code])
    wide = len(layers) * (BOX + BETWEEN) - BETWEEN
    return canvas.svg(max(wide, BOX), max(bottom, SIZE))


def linked(services: Mapping[str, ServiceRule]) -> dict[str, ServiceRule]:
    """Return the services that depend on another or that another depends on."""
    leant_on = {code for one in services.values() for code in one.depends_on}
    return {
        code: one
        for code, one in services.items()
        if code in leant_on or any(other in services for other in one.depends_on)
    }


def layered(services: Mapping[str, ServiceRule]) -> list[list[ServiceRule]]:
    """Return the services in layers, each to the right of all that depend on it.

    A circle, which the checks refuse, is cut where it closes.
    """
    above: dict[str, list[str]] = {code: [] for code in services}
    for service in services.values():
        for code in service.depends_on:
            if code in above:
                above[code].append(service.code)
    depth: dict[str, int] = {}
    for code in services:
        _deepen(code, above, depth, frozenset())
    layers: list[list[ServiceRule]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for code, service in services.items():
        layers[depth[code]].append(service)
    return [
        _in_order(layer, layers[number - 1] if number else [])
        for number, layer in enumerate(layers)
    ]


def _deepen(
    code: str, above: Mapping[str, list[str]], depth: dict[str, int], met: frozenset[str]
) -> int:
    if code not in depth:
        met |= {code}
        held = (_deepen(one, above, depth, met) for one in above[code] if one not in met)
        depth[code] = max((one + 1 for one in held), default=0)
    return depth[code]


def _in_order(layer: list[ServiceRule], before: list[ServiceRule]) -> list[ServiceRule]:
    """Return a layer with each service near the middle of those that lean on it."""
    rows = {
        one.code: [n for n, b in enumerate(before) if one.code in b.depends_on] for one in layer
    }
    far = float(len(before))
    return sorted(
        layer, key=lambda one: sum(rows[one.code]) / len(rows[one.code]) if rows[one.code] else far
    )


def _places(layers: list[list[ServiceRule]]) -> tuple[dict[str, Place], float]:
    """Return left, top and height of each box, and where the lowest ends."""
    found: dict[str, Place] = {}
    tallest = max((_tall(layer) for layer in layers), default=0.0)
    for number, layer in enumerate(layers):
        top = (tallest - _tall(layer)) / 2
        for service in layer:
            high = _high(service)
            found[service.code] = number * (BOX + BETWEEN), top, high
            top += high + GAP
    return found, tallest


def _tall(layer: list[ServiceRule]) -> float:
    return sum(_high(service) + GAP for service in layer) - GAP


def _high(service: ServiceRule) -> float:
    return height_of(_name(service), SIZE) + height_of(_times(service), SMALL) + 2 * PAD


def _name(service: ServiceRule) -> list[str]:
    return wrap(service.name, BOX - 2 * PAD, SIZE, bold=True)


def _times(service: ServiceRule) -> list[str]:
    return wrap(f"RTO {wording.length(service.rto)}", BOX - 2 * PAD, SMALL)


def _box(canvas: Canvas, service: ServiceRule, place: Place) -> None:
    left, top, high = place
    outside = service.kind is ServiceKind.SUPPLIER
    canvas.box(
        left, top, BOX, high, fill="card", round_by=8, dashed=outside, cell=service.code,
        edge="accent" if service.critical else "edge",
    )  # fmt: skip
    name = _name(service)
    canvas.words(name, left + PAD, top + PAD, bold=True)
    below = top + PAD + height_of(name, SIZE)
    canvas.words(_times(service), left + PAD, below, size=SMALL, tone="muted")


def _line(canvas: Canvas, start: Place, end: Place) -> None:
    x, y = start[0] + BOX, start[1] + start[2] / 2
    to_x, to_y = end[0], end[1] + end[2] / 2
    bend = max(BETWEEN / 2, (to_x - x) / 2)
    way = f"C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    canvas.trace(f"M{x:.1f} {y:.1f}{way}", edge="edge")


def _says(services: Mapping[str, ServiceRule]) -> str:
    return " ".join(
        f"{one.name} depends on {', '.join(services[code].name for code in known)}."
        for one in services.values()
        if (known := [code for code in one.depends_on if code in services])
    )
