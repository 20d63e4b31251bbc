"""A trial of a path as a page shows it: a timeline of instants, the flags with their remedies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.escalation.trying import Flag, FlagKind, Simulated, Told, Trial, WayOut
from musterpoint.domain.policy.document import FALLBACK, Path, Strategy
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.strategy.naming import told_name
from musterpoint.interfaces.web.templatetags.musterpoint import span

KIND = {
    FlagKind.NOBODY: later("nobody found"),
    FlagKind.NO_WAY: later("cannot be reached"),
    FlagKind.TOO_FEW: later("too few"),
    FlagKind.TWICE: later("told twice"),
    FlagKind.DEAD_END: later("dead end"),
    FlagKind.CUT_OFF: later("too late"),
    FlagKind.NEVER: later("not told"),
}
TONE = {
    FlagKind.NOBODY: "now",
    FlagKind.NO_WAY: "now",
    FlagKind.TOO_FEW: "now",
    FlagKind.DEAD_END: "soon",
    FlagKind.TWICE: "soon",
    FlagKind.CUT_OFF: "soon",
    FlagKind.NEVER: "",
}


def trial(found: Trial, strategy: Strategy, path: Path, *, start: datetime) -> dict[str, Any]:
    """Return the timeline and the flags."""
    return {
        "tellings": [_telling(one, strategy, path, start) for one in found.tellings],
        "flags": [_flag(one, strategy, path) for one in found.flags],
    }


def _telling(one: Simulated, strategy: Strategy, path: Path, start: datetime) -> dict[str, Any]:
    return {
        "name": _name(one.step, strategy, path),
        "clause": f"paths.{path.code}.{one.step}",
        "at": one.at,
        "after": one.at - start,
        "round": one.round,
        "need": one.need if one.need > 1 else 0,
        "left_out": one.because.says if one.left_out else "",
        "note": one.note,
        "people": [_person(person) for person in one.people],
    }


def _person(person: Told) -> dict[str, Any]:
    return {
        "name": person.name,
        "why": person.why,
        "is_shadow": person.is_shadow,
        "ways": [_way(way) for way in person.ways],
    }


def _way(way: WayOut) -> dict[str, Any]:
    channel = labels.label(labels.CHANNEL, way.channel)
    after = _("after %(span)s") % {"span": span(way.after)} if way.after else ""
    return {"channel": channel, "after": after, "works": way.works, "says": way.says}


def _flag(flag: Flag, strategy: Strategy, path: Path) -> dict[str, Any]:
    return {
        "kind": KIND[flag.kind],
        "tone": TONE[flag.kind],
        "step": _name(flag.step, strategy, path),
        "clause": f"paths.{path.code}.{flag.step}",
        "says": flag.says,
        "remedy": flag.remedy,
    }


def _name(code: str, strategy: Strategy, path: Path) -> str:
    if code == FALLBACK:
        return _("Last: %(who)s") % {"who": told_name(strategy, path.fallback)}
    return ", ".join(_tells(code, strategy, path))


def _tells(code: str, strategy: Strategy, path: Path) -> Iterator[str]:
    for step in path.steps:
        if step.code == code:
            yield from (told_name(strategy, tell) for tell in step.tell)
