"""What the document itself says of each of its clauses: written, written in part, or missing.

Written is not enough where the document can be seen to be behind: a duty of ours that nobody
confirmed, an exercise that is overdue, a risk whose day of review has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from musterpoint.domain.conformity.status import Found, Status
from musterpoint.domain.obligations import applies
from musterpoint.domain.policy.alignment import unserved
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS
from musterpoint.domain.policy.tree import Plain

_KEYS_OF = {part.code: part.keys for part in PARTS}
_dumped = worked_out_once(dump, kept=4)


def standing_of(strategy: Strategy, name: str, *, on: date) -> Found:
    """Return what there is of the clause called ``name``."""
    if not written(strategy, name):
        return Found(status=Status.GAP, says="Not written.", closes=f"Write {_words(name)}.")
    look = _CLOSER.get(name)
    return look(strategy, on) if look else Found(status=Status.MET, says="Written.")


def written(strategy: Strategy, name: str) -> bool:
    """Return whether the clause, or any key of the part of this name, holds something."""
    tree = _dumped(strategy)
    if name in _KEYS_OF and name not in PART_OF_KEY:
        return any(tree.get(key) for key in _KEYS_OF[name])
    found: Plain = tree
    for key in name.split("."):
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return found not in (None, "", [], {})


def _obligations(strategy: Strategy, on: date) -> Found:
    ours = [
        one
        for one in strategy.obligations.values()
        if applies(one, we_are=strategy.we_are, on=on).value
    ]
    confirmed = sum(one.confirmed for one in ours)
    says = f"{confirmed} of our {len(ours)} duties are confirmed by their owners."
    if confirmed == len(ours):
        return Found(status=Status.MET, says=says)
    closes = "Have each owner confirm their duties with your adviser."
    return Found(status=Status.PARTLY, says=says, closes=closes)


def _goals(strategy: Strategy, _on: date) -> Found:
    idle = unserved(strategy)
    return _all_but(
        [one.path for one in idle],
        says=f"{len(strategy.goals)} goals",
        trouble="serve no goal",
        closes="Link each to a goal, or strike it out",
    )


def _measures(strategy: Strategy, _on: date) -> Found:
    idle = [code for code, one in strategy.measures.items() if not one.formula or not one.owner]
    return _all_but(
        idle,
        says=f"{len(strategy.measures)} measures",
        trouble="lack a formula or an owner",
        closes="Write formula and owner",
    )


def _services(strategy: Strategy, _on: date) -> Found:
    bare = [
        code
        for code, one in strategy.services.items()
        if one.critical and (one.mtpd is None or one.rto is None or not one.harm)
    ]
    return _all_but(
        bare,
        says=f"{len(strategy.services)} services",
        trouble="are critical and lack MTPD, RTO or harm over time",
        closes="Judge their harm and set both times",
    )


def _risks(strategy: Strategy, on: date) -> Found:
    late = [
        code
        for code, one in strategy.risks.items()
        if not one.controls or one.review_on is None or one.review_on < on
    ]
    return _all_but(
        late,
        says=f"{len(strategy.risks)} risks",
        trouble="have no controls, or their day of review has passed",
        closes="Review them and set the next day",
    )


def _exercises(strategy: Strategy, on: date) -> Found:
    late = [
        code
        for code, one in strategy.exercises.items()
        if one.last_held_on is None or not one.last_held_on <= on <= one.last_held_on + one.every
    ]
    return _all_but(
        late,
        says=f"{len(strategy.exercises)} exercises",
        trouble="are overdue or were never held",
        closes="Hold them and write down the day",
    )


def _resources(strategy: Strategy, _on: date) -> Found:
    alone = [one.code for one in strategy.resources.values() if one.role and not one.alternates]
    return _all_but(
        alone,
        says=f"{len(strategy.resources)} means",
        trouble="name a role without alternate",
        closes="Name somebody who stands in",
    )


def _all_but(idle: Iterable[str], *, says: str, trouble: str, closes: str) -> Found:
    left = list(idle)
    if not left:
        return Found(status=Status.MET, says=f"{says}.")
    named = ", ".join(left[:4]) + (", …" if len(left) > 4 else "")
    return Found(
        status=Status.PARTLY,
        says=f"{says}, of which {len(left)} {trouble}: {named}.",
        closes=f"{closes}.",
    )


def _words(name: str) -> str:
    return name.replace("_", " ").replace(".", ", ")


_CLOSER: Mapping[str, Callable[[Strategy, date], Found]] = {
    "obligations": _obligations,
    "goals": _goals,
    "measures": _measures,
    "services": _services,
    "risks": _risks,
    "exercises": _exercises,
    "resources": _resources,
}
