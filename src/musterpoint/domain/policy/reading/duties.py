"""Reading duties with a clock: obligations by law, contracts, and how long data is kept."""

from __future__ import annotations

from datetime import date

from musterpoint.domain.policy.duties import (
    Confidence,
    Contract,
    ContractClock,
    Counting,
    DutyClock,
    DutyKind,
    MetBy,
    Obligation,
    Retention,
    Starts,
    Strength,
    Unit,
)
from musterpoint.domain.policy.reading.part import Part

IN_FORCE = "in_force"
NOT_YET = "not_yet"


def obligations(root: Part) -> dict[str, Obligation]:
    return root.keyed("obligations", _obligation)


def contracts(root: Part) -> dict[str, Contract]:
    return root.keyed("contracts", _contract, required=False)


def retention(root: Part) -> dict[str, Retention]:
    return root.keyed("retention", _retention, required=False)


def _obligation(code: str, part: Part) -> Obligation:
    not_yet = _is_not_yet(part)
    first, last = (None, None) if not_yet else _in_force(part)
    return Obligation(
        code=code,
        says=part.text("says"),
        notify=part.text("notify"),
        within=part.text("within"),
        reference=part.text("reference", ""),
        confirmed=part.flag("confirmed", default=False),
        name=part.text("name", ""),
        kind=part.choice("kind", DutyKind, DutyKind.DUTY),
        applies_to=part.codes("applies_to"),
        trigger=part.text("trigger", ""),
        anchor=part.text("anchor", ""),
        clock=part.single("clock", _clock),
        content=part.texts("content"),
        in_force_from=first,
        in_force_to=last,
        not_yet=not_yet,
        version_of=part.text("version_of", ""),
        confidence=part.choice("confidence", Confidence, Confidence.MEMORY),
        sources=part.texts("sources"),
        owner=part.text("owner", ""),
        confirmed_by=part.text("confirmed_by", ""),
        confirmed_on=part.optional_day("confirmed_on"),
        rationale=part.text("rationale", ""),
        starts=part.choice("starts", Starts, Starts.LOGGED),
        on_suspicion=part.flag("on_suspicion", default=False),
    )


def _is_not_yet(part: Part) -> bool:
    node = part.take(IN_FORCE, required=False)
    return node is not None and node.value == NOT_YET


def _in_force(part: Part) -> tuple[date | None, date | None]:
    """Return the first and the last day, None where it says none."""
    days = part.optional_part(IN_FORCE)
    if days is None:
        return None, None
    found = days.optional_day("from"), days.optional_day("to")
    days.end()
    return found


def _clock(part: Part) -> DutyClock:
    return DutyClock(
        counting=part.choice("counting", Counting),
        strength=part.choice("strength", Strength),
        value=part.optional_whole("value"),
        unit=part.choice("unit", Unit) if "unit" in part.entries else None,
        calendar=part.text("calendar", ""),
        counts_first_day=part.flag("counts_first_day", default=False),
        house=part.optional_span("house"),
        says=part.text("says", ""),
    )


def _contract(code: str, part: Part) -> Contract:
    first, last = _in_force(part)
    return Contract(
        code=code,
        account=part.text("account"),
        name=part.text("name"),
        owner=part.text("owner"),
        clocks=tuple(part.keyed("clocks", _contract_clock).values()),
        says=part.text("says", ""),
        categories=part.texts("categories"),
        in_force_from=first,
        in_force_to=last,
        review_on=part.optional_day("review_on"),
        rationale=part.text("rationale", ""),
    )


def _contract_clock(code: str, part: Part) -> ContractClock:
    return ContractClock(
        code=code,
        name=part.text("name"),
        within=part.span("within"),
        calendar=part.text("calendar"),
        met_by=part.choice("met_by", MetBy, MetBy.HAND),
        anchor=part.text("anchor", ""),
        notify=part.text("notify", ""),
        holds=part.codes("holds"),
        marks=part.shares("marks", required=False),
        credit=part.text("credit", ""),
    )


def _retention(code: str, part: Part) -> Retention:
    return Retention(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        keep_for=part.span("keep_for"),
        rationale=part.text("rationale", ""),
    )
