"""The colours of drawings by tone: the page's own names for it, fixed values for paper."""

from __future__ import annotations

from collections.abc import Mapping

PAPER: Mapping[str, str] = {
    "ink": "#12161c",
    "muted": "#56606f",
    "line": "#d5dae1",
    "edge": "#838d9c",
    "card": "#ffffff",
    "sunk": "#f7f8fa",
    "accent": "#0a55a6",
    "on-accent": "#ffffff",
    "now": "#b42318",
    "p1": "#b42318",
    "p1-ink": "#ffffff",
    "p2": "#ffd7a6",
    "p2-ink": "#552b00",
    "p3": "#fdedb4",
    "p3-ink": "#483a00",
    "p4": "#dfe7f1",
    "p4-ink": "#24384f",
    "p5": "#ffffff",
    "p5-ink": "#56606f",
    "heat-0": "#f7f8fa",
    "heat-1": "#fdf3dc",
    "heat-2": "#fbe2ae",
    "heat-3": "#f6c382",
    "heat-4": "#ee9f74",
    "heat-5": "#b42318",
    "heat-0-ink": "#56606f",
    "heat-1-ink": "#12161c",
    "heat-2-ink": "#12161c",
    "heat-3-ink": "#12161c",
    "heat-4-ink": "#2b0d00",
    "heat-5-ink": "#ffffff",
}
"""Every tone there is, as it stands on white paper."""
HOTTEST = 5


def colour(tone: str, *, for_print: bool) -> str:
    """Return what a tone is drawn with; an unknown one raises KeyError."""
    paper = PAPER[tone]
    return paper if for_print else f"var(--{tone})"


def of_priority(code: str, order: tuple[str, ...]) -> str:
    """Return the tone of a priority by its rank: the board knows five."""
    return f"p{min(order.index(code), 4) + 1}" if code in order else "p5"


def of_level(level: int) -> str:
    """Return the tone of a level from 0 to 5."""
    return f"heat-{max(0, min(level, HOTTEST))}"


def of_band(place: int, count: int) -> str:
    """Return the tone of a band by its place; the hottest is kept for what has happened."""
    return of_level(1 + round(place * (HOTTEST - 2) / max(1, count - 1)))
