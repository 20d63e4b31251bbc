"""Which duties are ours on a day: by what the organisation is, and by the law's version that holds.

A duty that is not ours, or not law on that day, must never start a clock, however tempting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import EVERYBODY, Obligation


def applies(one: Obligation, *, we_are: Collection[str], on: date) -> Decision[bool]:
    """Return whether the duty is ours on this day, and the clause that says so.

    A duty that names nobody in particular is everybody's.
    """
    at = f"obligations.{one.code}"
    out_of_force = _out_of_force(one, on)
    if out_of_force:
        return _decided(at, "in_force", out_of_force, value=False)
    if not one.applies_to:
        return Decision(value=True, because=(Because(clause=at, says="Everybody has this duty."),))
    if EVERYBODY in one.applies_to:
        return _decided(at, "applies_to", "Everybody has this duty.", value=True)
    ours = sorted(one.applies_to & frozenset(we_are))
    if ours:
        return _decided(at, "applies_to", f"Ours: we are {_listed(ours)}.", value=True)
    says = f"Not ours: it is for {_listed(sorted(one.applies_to))}."
    return _decided(at, "applies_to", says, value=False)


def root_of(one: Obligation) -> str:
    """Return the code that all versions of this duty in time share."""
    return one.version_of or one.code


def versions_on(strategy: Strategy, on: date) -> tuple[Obligation, ...]:
    """Return each duty in the version that is law on this day; of two that are, the later one."""
    latest: dict[str, Obligation] = {}
    for one in strategy.obligations.values():
        if _out_of_force(one, on):
            continue
        held = latest.get(root_of(one))
        if held is None or _begins(held) < _begins(one):
            latest[root_of(one)] = one
    kept = {one.code for one in latest.values()}
    return tuple(one for code, one in strategy.obligations.items() if code in kept)


def of_codes(strategy: Strategy, codes: Iterable[str], *, on: date) -> tuple[Obligation, ...]:
    """Return the duties meant by ``codes``, each once, in the version that is law on this day.

    A duty of which no version is law comes as it was named, so that it can be shown and refused.
    """
    in_force = {root_of(one): one for one in versions_on(strategy, on)}
    found: dict[str, Obligation] = {}
    for code in codes:
        named = strategy.obligations[code]
        found.setdefault(root_of(named), in_force.get(root_of(named), named))
    return tuple(found.values())


def _out_of_force(one: Obligation, on: date) -> str:
    if one.not_yet:
        return "Not law yet: no day is known on which it begins."
    if one.in_force_from is not None and on < one.in_force_from:
        return f"Not law yet: it holds from {one.in_force_from.isoformat()}."
    if one.in_force_to is not None and on > one.in_force_to:
        return f"No longer law: it held until {one.in_force_to.isoformat()}."
    return ""


def _begins(one: Obligation) -> date:
    return one.in_force_from or date.min


def _decided(at: str, field: str, says: str, *, value: bool) -> Decision[bool]:
    return Decision(value=value, because=(Because(clause=f"{at}.{field}", says=says),))


def _listed(codes: Collection[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
