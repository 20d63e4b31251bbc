"""Checks on codes: each is short enough for the records that incidents keep of it.

A code that does not fit would be found out when an incident is logged, which must never fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from musterpoint.domain.policy.checking.remark import error
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding

LONGEST_LEVEL = 4
"""Of an impact, an urgency and a priority: they stand in the narrow columns of every list."""
LONGEST = 60
LONGEST_PAIR = LONGEST - len("contract..")
"""Of a contract and one of its clocks together, which is how the clock is known on an incident."""


def findings(strategy: Strategy) -> Iterator[Finding]:
    scales = {
        "impact": strategy.impact,
        "urgency": strategy.urgency,
        "priorities": strategy.priorities,
    }
    for part, levels in scales.items():
        yield from _too_long(part, (level.code for level in levels), LONGEST_LEVEL)
    entries: dict[str, Iterable[str]] = {
        "calendars": strategy.calendars,
        "categories": strategy.categories,
        "hold_reasons": strategy.hold_reasons,
        "obligations": strategy.obligations,
        "paths": strategy.paths,
        "roles": strategy.roles,
    }
    for part, codes in entries.items():
        yield from _too_long(part, codes, LONGEST)
    for path in strategy.paths.values():
        yield from _too_long(f"paths.{path.code}.steps", (one.code for one in path.steps), LONGEST)
    for contract in strategy.contracts.values():
        clocks = (one.code for one in contract.clocks)
        at = f"contracts.{contract.code}.clocks"
        yield from _too_long(at, clocks, LONGEST_PAIR - len(contract.code))


def _too_long(at: str, codes: Iterable[str], most: int) -> Iterator[Finding]:
    for code in codes:
        if len(code) > most:
            says = f"The code has {len(code)} characters, and no incident can keep it."
            remedy = f"Use {most} at most." if most > 0 else "Shorten the code of the contract."
            yield error(f"{at}.{code}", says, remedy)
