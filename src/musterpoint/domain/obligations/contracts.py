"""Clocks promised beyond the targets: to a client by contract, and a service's RTO.

A contract's clock counts its own hours of cover and stops only for what the contract lets stop it;
an RTO is elapsed time from when the disruption began, and nothing stops it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from musterpoint.domain.calendars import EVERY_HOUR
from musterpoint.domain.obligations.marking import WHOLE, shares_below
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Contract, ContractClock, MetBy
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.wall_clock import zone_named

RTO = "rto"
CONTRACT = "contract"
RTO_MARKS = (0.5, 0.75, WHOLE)
LONGEST_KIND = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One clock to run on an incident, and the terms it starts with."""

    kind: str
    starts_at: datetime
    within: timedelta
    calendar: str


def promised(
    strategy: Strategy,
    *,
    account: str,
    service: str,
    category: str,
    began_at: datetime | None,
    logged_at: datetime,
) -> tuple[Promise, ...]:
    """Return the clocks that the client's contracts in force and the service's RTO start."""
    found = list(_of_service(strategy, service, starts_at=began_at or logged_at))
    on = logged_at.astimezone(zone_named(strategy.zone)).date()
    for contract in strategy.contracts.values():
        if account and _holds(contract, account=account, category=category, on=on):
            found += [
                Promise(
                    kind=kind_of(contract, clock),
                    starts_at=_start_of(clock, began_at=began_at, logged_at=logged_at),
                    within=clock.within,
                    calendar=clock.calendar,
                )
                for clock in contract.clocks
                if clock.calendar in strategy.calendars and clock.within
            ]
    return tuple(found)


def kind_of(contract: Contract, clock: ContractClock) -> str:
    """Return the kind under which a contract's clock runs, such as ``contract.oem.restore``."""
    return f"{CONTRACT}.{contract.code}.{clock.code}"[:LONGEST_KIND]


def is_promise(kind: str) -> bool:
    """Return whether a clock of this kind was promised beyond the targets."""
    return kind == RTO or kind.startswith(f"{CONTRACT}.")


def clock_of(strategy: Strategy, kind: str) -> tuple[Contract, ContractClock] | None:
    """Return the contract and the clock that run under this kind, or None."""
    return _by_kind(strategy).get(kind)


def clock_marks(strategy: Strategy, kind: str) -> tuple[float, ...]:
    """Return the shares at which somebody hears of a clock of this kind."""
    if kind == RTO:
        return RTO_MARKS
    found = clock_of(strategy, kind)
    if found is None:
        return strategy.marks
    _contract, clock = found
    # The share at which the strategy judges anew is a mark too: somebody must be there to read it.
    below = (1 - share for share in shares_below(strategy))
    marks = {*(clock.marks or strategy.marks), *below, WHOLE}
    return tuple(sorted(mark for mark in marks if 0 < mark <= WHOLE))


def _build(strategy: Strategy) -> Mapping[str, tuple[Contract, ContractClock]]:
    return {
        kind_of(contract, clock): (contract, clock)
        for contract in strategy.contracts.values()
        for clock in contract.clocks
    }


_by_kind = worked_out_once(_build)


def _of_service(strategy: Strategy, service: str, *, starts_at: datetime) -> Iterator[Promise]:
    rule = strategy.services.get(service)
    if rule is not None and rule.rto:
        yield Promise(kind=RTO, starts_at=starts_at, within=rule.rto, calendar=EVERY_HOUR.name)


def _holds(contract: Contract, *, account: str, category: str, on: date) -> bool:
    if contract.account != account or (contract.categories and category not in contract.categories):
        return False
    begins, ends = contract.in_force_from, contract.in_force_to
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _start_of(clock: ContractClock, *, began_at: datetime | None, logged_at: datetime) -> datetime:
    if clock.met_by is MetBy.RESTORE and began_at is not None:
        return began_at
    return logged_at
