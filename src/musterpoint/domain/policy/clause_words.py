"""What an entry of the plans says, in one or two sentences: a goal, a service, a risk, a duty.

The other parts of the document have their words in ``clauses``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from musterpoint.domain.policy.aims import Better, Measure
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.continuity import ServiceRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Contract, ContractClock, Retention
from musterpoint.domain.policy.preparing import Exercise, Lever, Raci, ReviewRule, Training
from musterpoint.domain.policy.risks import Risk
from musterpoint.domain.policy.spans import span_text

KINDS: Mapping[str, str] = {
    "goals": "Goal",
    "measures": "Measure",
    "services": "Service",
    "risks": "Risk",
    "authority": "Authority",
    "audiences": "Audience",
    "templates": "Template",
    "communications": "Telling",
    "contracts": "Contract",
    "retention": "Retention",
    "resources": "Resource",
    "levers": "Lever",
    "training": "Training",
    "exercises": "Exercise",
    "reviews": "Review",
}
"""What one entry of a key is called."""


def name_of(strategy: Strategy, key: str, code: str) -> str:
    """Return what the entry is called, or raise KeyError."""
    one: Any = getattr(strategy, key)[code]
    if isinstance(one, CommsRule):
        audience = strategy.audiences.get(one.audience)
        return audience.name if audience is not None else one.audience
    return str(one.name)


def in_words(strategy: Strategy, key: str, code: str) -> str:
    """Return what the entry says, or raise KeyError."""
    one: Any = getattr(strategy, key)[code]
    found = _WORDS.get(key)
    return (found(one) if found is not None else str(one.says)).strip()


def clock_in_words(contract: Contract, code: str) -> tuple[str, str]:
    """Return the name of a contract's clock and what it promises, or raise KeyError."""
    clock: ContractClock = {clock.code: clock for clock in contract.clocks}[code]
    credit = f" A miss costs {clock.credit}." if clock.credit else ""
    return clock.name, f"Within {span_text(clock.within, largest='h')} ({clock.calendar}).{credit}"


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes).replace("_", " ")


def _measure(one: Measure) -> str:
    wanted = "or more" if one.better is Better.HIGHER else "or less"
    aim = "" if one.aim is None else f" Wanted: {one.aim:g} {wanted}."
    return f"{one.formula}, in {one.unit}.{aim}"


def _service(one: ServiceRule) -> str:
    said = [one.says]
    if one.rto is not None:
        said.append(f"Back within {span_text(one.rto)} (RTO).")
    if one.mtpd is not None:
        said.append(f"Its loss cannot be borne longer than {span_text(one.mtpd)} (MTPD).")
    return " ".join(said)


def _risk(one: Risk) -> str:
    now, then = one.current, one.target
    return (
        f"{one.says} Likelihood {now.likelihood}, consequence {now.consequence};"
        f" wanted: {then.likelihood} and {then.consequence}."
    )


def _authority(one: Raci) -> str:
    said = f"Done by {_listed(one.responsible)}; {_listed([one.accountable])} answers for it"
    said += f"; asked: {_listed(one.consulted)}" if one.consulted else ""
    return said + (f"; told: {_listed(one.informed)}." if one.informed else ".")


def _telling(one: CommsRule) -> str:
    then = "" if one.every is None else f", then every {span_text(one.every)}"
    first = span_text(one.first_within)
    agrees = _listed([one.approver])
    return f"By {_listed(one.channels)} within {first}{then}; {agrees} agrees."


def _contract(one: Contract) -> str:
    return f"{one.says} {'; '.join(clock.name for clock in one.clocks)}"


def _retention(one: Retention) -> str:
    return f"{one.says} Kept for {span_text(one.keep_for)}."


def _lever(one: Lever) -> str:
    return f"{one.says} It brings {one.brings} within {span_text(one.within, largest='h')}."


def _training(one: Training) -> str:
    return f"{one.says} For {_listed(one.roles)}; it counts for {span_text(one.valid_for)}."


def _exercise(one: Exercise) -> str:
    return f"{one.says} {_listed([one.kind.value]).capitalize()}, every {span_text(one.every)}."


def _review(one: ReviewRule) -> str:
    whens = [_every(one.every), f"after {one.after}" if one.after else ""]
    when = " and ".join(part for part in whens if part)
    return f"{one.says} {when[:1].upper()}{when[1:]}." if when else one.says


def _every(span: timedelta | None) -> str:
    return "" if span is None else f"every {span_text(span)}"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "measures": _measure,
    "services": _service,
    "risks": _risk,
    "authority": _authority,
    "communications": _telling,
    "contracts": _contract,
    "retention": _retention,
    "levers": _lever,
    "training": _training,
    "exercises": _exercise,
    "reviews": _review,
}
