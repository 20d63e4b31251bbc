"""The incidents that differ: what narrows the list, a line of it, and one opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.replay import Outcome, PastIncident, Player
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.replays import names

__all__ = ["Filters", "drilled", "names", "number_of", "row"]
WHATS = ("priority", "breach", "unanswered", "calls", "not_judged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to. ``old`` and ``new`` are priorities, ``side`` whose the old."""

    what: str = ""
    side: str = ""
    old: str = ""
    new: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """Return the filters of an address; what is no filter is passed over."""
        what = asked.get("what", "")
        side = asked.get("side", "")
        return cls(
            what=what if what in WHATS else "",
            side=side if side in {"against", "happened"} else "",
            old=asked.get("old", "")[:10],
            new=asked.get("new", "")[:10],
        )

    def narrowed(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows that fit, in the order of the incidents' numbers."""
        return [row for row in rows if self._fits(row)]

    def address(self, **more: Any) -> str:
        """Return the query of these filters."""
        told = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(told | more)}"

    def choices(self) -> list[dict[str, Any]]:
        """Return what the list can be narrowed to, in words."""
        says = {
            "": _("All"),
            "priority": _("Another priority"),
            "breach": _("Another clock runs out"),
            "calls": _("More or fewer calls"),
            "unanswered": _("Nobody would answer"),
            "not_judged": _("Not judged"),
        }
        return [
            {"code": code, "name": name, "is_chosen": code == self.what}
            for code, name in says.items()
        ]

    def _fits(self, row: Mapping[str, Any]) -> bool:
        before = _before(row, self.side)
        if self.old and row.get(f"priority_{before}") != self.old:
            return False
        if self.new and row["priority_policy"] != self.new:
            return False
        match self.what:
            case "priority":
                return bool(row.get(f"priority_{before}") != row["priority_policy"])
            case "breach":
                return bool(row.get(f"breached_{before}") != row["breached_policy"])
            case "unanswered":
                return bool(row["unanswered_policy"])
            case "calls":
                return bool(row.get("tellings_against") != row["tellings_policy"])
            case "not_judged":
                return bool(row["not_judged"])
        return True


def _before(row: Mapping[str, Any], side: str) -> str:
    """Return beside whose figures a row stands: the other strategy's where there is one."""
    return side or ("against" if "priority_against" in row else "happened")


def number_of(text: str) -> int:
    """Return the number that a cursor names, or 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def row(one: Mapping[str, Any], summary: str) -> dict[str, Any]:
    """Return one line of the list."""
    return {
        **one,
        "summary": summary,
        "logged_at": datetime.fromisoformat(one["logged_at"]),
        "breaches": _words(one["breached_policy"]),
        "breaches_against": _words(one.get("breached_against", ())),
        "breaches_happened": _words(one["breached_happened"]),
    }


def drilled(
    past: PastIncident, material: Mapping[str, str], figures: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what each side makes of one incident, with the clauses it used."""
    sides = []
    for side in ("policy", "against"):
        called = figures[side]
        if called is None:
            continue
        strategy = _parsed(called["digest"], material[side])
        if strategy is not None:
            outcome = Player(strategy).play(past)
            sides.append(_side(side, called, strategy, outcome))
    return {"sides": sides, "happened": _happened(past)}


def _side(
    side: str, called: Mapping[str, str], strategy: Strategy, outcome: Outcome
) -> dict[str, Any]:
    told = [
        {
            "at": one.at,
            "who": ", ".join(tell.who.replace("_", " ") for tell in one.rung.tell),
            "round": one.rung.round,
            "is_fallback": one.rung.step == "fallback",
            "clause": one.rung.because.clause,
        }
        for one in outcome.told
    ]
    return {
        "side": side,
        "name": names({"policy": called, "against": None})["tried"],
        "version": called["name"].removeprefix("v") if called["name"].startswith("v") else "",
        "outcome": outcome,
        "told": told,
        "clocks": [
            {
                "label": labels.CLOCK[str(one.kind)],
                "due_at": one.due_at,
                "breached": one.breached,
            }
            for one in outcome.clocks
        ],
        "duties": [
            strategy.obligations[code].name or code.replace("_", " ") for code in outcome.duties
        ],
    }


def _happened(past: PastIncident) -> dict[str, Any]:
    return {
        "priority": past.happened.priority,
        "clocks": [
            {"label": labels.CLOCK[str(kind)], "breached": kind in past.happened.breached}
            for kind in (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.RESTORE)
            if kind in past.happened.clocks
        ],
    }


@lru_cache(maxsize=8)
def _parsed(_digest: str, text: str) -> Strategy | None:
    return yaml_text.examine(text).strategy


def _words(kinds: Iterable[str]) -> str:
    return ", ".join(str(labels.CLOCK[kind]) for kind in kinds)
