"""A sheet to draw on, and its text as SVG. It knows shapes and letters, and no strategy.

Draws by attributes alone, without style or script, so that the strictest page takes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from musterpoint.apps.policies.drawings.colours import colour
from musterpoint.apps.policies.drawings.lettering import LEADING, plain, width_of

SIZE = 13.0
SMALL = 11.5
MARGIN = 1.0
Attributes = dict[str, str | float | None]
"""What a shape is drawn with; None stands for not at all."""
PRINTED_FONT = "Inter, 'DejaVu Sans', 'Liberation Sans', sans-serif"


@dataclass(kw_only=True)
class Canvas:
    """Shapes in the order of drawing. ``name`` tells the drawings of one page apart."""

    name: str
    title: str
    says: str
    for_print: bool = False
    _shapes: list[str] = field(default_factory=list)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        edge: str = "",
        round_by: float = 0,
        dashed: bool = False,
        cell: str = "",
    ) -> None:
        """Draw a rectangle. ``cell`` names what it stands for."""
        shape: Attributes = {
            "x": x,
            "y": y,
            "width": width,
            "height": height,
            "rx": round_by or None,
        }
        self._shape("rect", shape | self._painted(fill, edge, dashed) | {"data-cell": cell or None})

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "", edge: str = "",
        dashed: bool = False, cell: str = "",
    ) -> None:  # fmt: skip
        shape: Attributes = {"cx": x, "cy": y, "r": radius, "data-cell": cell or None}
        self._shape("circle", shape | self._painted(fill, edge, dashed))

    def trace(self, steps: str, *, fill: str = "", edge: str = "", dashed: bool = False) -> None:
        """Draw along a path in the words of SVG."""
        shape: Attributes = {"d": steps}
        self._shape("path", shape | self._painted(fill, edge, dashed))

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, edge: str = "line",
        dashed: bool = False, wide: float = 1,
    ) -> None:  # fmt: skip
        shape: Attributes = {"x1": x, "y1": y, "x2": to_x, "y2": to_y, "stroke-width": wide}
        self._shape("line", shape | self._painted("", edge, dashed))

    def words(
        self, lines: list[str], x: float, y: float, *, size: float = SIZE, tone: str = "ink",
        anchor: str = "start", bold: bool = False,
    ) -> None:  # fmt: skip
        """Write ``lines`` under one another, the first with its top at ``y``."""
        for number, one in enumerate(lines):
            below = y + (number + 1) * size * LEADING - size * 0.35
            shape: Attributes = {
                "x": x,
                "y": below,
                "font-size": size,
                "text-anchor": None if anchor == "start" else anchor,
                "font-weight": 600 if bold else None,
                "fill": self.colour(tone),
            }
            self._shape("text", shape, escape(plain(one)))

    def letter(
        self, text: str, x: float, y: float, *, within: float, size: float = SIZE, tone: str = "ink"
    ) -> None:
        """Write bold letters with their middle at ``x`` and ``y``, small enough to fit."""
        size = min(size, size * within / max(1.0, width_of(plain(text), size, bold=True)))
        shape: Attributes = {"x": x, "y": y + size * 0.36, "font-size": size}
        shape |= {"text-anchor": "middle", "font-weight": 600, "fill": self.colour(tone)}
        self._shape("text", shape, escape(plain(text)))

    def colour(self, tone: str) -> str:
        return colour(tone, for_print=self.for_print)

    def svg(self, width: float, height: float) -> str:
        """Return everything drawn, on a sheet of this size."""
        font = f" font-family={quoteattr(PRINTED_FONT)}" if self.for_print else ""
        ids = f"{self.name}-title", f"{self.name}-says"
        wide, high = _number(width + 2 * MARGIN), _number(height + 2 * MARGIN)
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img"'
            f' viewBox="-{_number(MARGIN)} -{_number(MARGIN)} {wide} {high}" width="{wide}"'
            f' height="{high}" aria-labelledby="{ids[0]} {ids[1]}"{font}>'
        )
        titled = f'<title id="{ids[0]}">{escape(plain(self.title))}</title>'
        said = f'<desc id="{ids[1]}">{escape(plain(self.says))}</desc>'
        return "\n".join((head, titled, said, *self._shapes, "</svg>"))

    def _painted(self, fill: str, edge: str, dashed: bool) -> Attributes:
        return {
            "fill": self.colour(fill) if fill else "none",
            "stroke": self.colour(edge) if edge else None,
            "stroke-dasharray": "4 3" if dashed and edge else None,
        }

    def _shape(self, kind: str, attributes: Attributes, inside: str = "") -> None:
        said = "".join(
            f" {key}={quoteattr(plain(_text(value)))}"
            for key, value in attributes.items()
            if value is not None
        )
        self._shapes.append(f"<{kind}{said}>{inside}</{kind}>" if inside else f"<{kind}{said}/>")


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
