"""Communications, obligations and contracts."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import (
    Block,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    Numbers,
    day,
    listed,
    plain,
    role,
    said,
    span,
    working,
)
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Contract, Counting, DutyClock, Obligation


def communications(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    if strategy.audiences:
        name = "audiences"
        yield Heading(level=2, number=number(name), text="Audiences", clause=name)
        yield Table(
            head=("Audience", "Who they are", "Where"),
            widths=(25, 57, 18),
            rows=tuple(
                (one.name, one.says, "outside" if one.outside else "inside")
                for one in strategy.audiences.values()
            ),
        )
        yield from _why(strategy, name)
    if strategy.communications:
        name = "communications"
        yield Heading(level=2, number=number(name), text="Plan", clause=name)
        yield Table(
            head=("Audience", "When", "By", "First within", "Then every", "Agreed by"),
            widths=(20, 22, 22, 12, 11, 13),
            rows=tuple(_row(strategy, one) for one in strategy.communications.values()),
            caption="Who is told, by which means, how soon and how often",
        )
        yield from _why(strategy, name)
        yield from _words(strategy)
    for code, one in strategy.templates.items():
        name = f"templates.{code}"
        yield Heading(level=3, number=number(name), text=one.name, clause=name)
        yield Text(text=one.says)
        if one.languages:
            yield Rows(rows=tuple(one.languages.items()))
    if strategy.facts_good_for is not None:
        name = "facts_good_for"
        yield Heading(level=2, number=number(name), text="How long a fact is good", clause=name)
        yield Text(text=f"A verified fact is checked again after {span(strategy.facts_good_for)}.")
        yield from _why(strategy, name)


def _row(strategy: Strategy, one: CommsRule) -> tuple[str, ...]:
    audience = strategy.audiences.get(one.audience)
    when = listed(
        (
            listed(sorted(one.priorities)) if one.priorities else "any priority",
            listed(sorted(plain(code).lower() for code in one.groups | one.categories)),
            "while major" if one.when_major else "",
        )
    )
    return (
        audience.name if audience else plain(one.audience),
        when,
        listed(plain(code) for code in one.channels),
        working(one.first_within),
        working(one.every),
        role(strategy, one.approver),
    )


def _words(strategy: Strategy) -> Iterator[Block]:
    rows = [
        (
            _row(strategy, one)[0],
            listed(one.must_say),
            listed((*one.must_not_say, *_forbidden(one))),
        )
        for one in strategy.communications.values()
        if one.must_say or one.must_not_say or one.forbids
    ]
    if rows:
        yield Table(
            head=("Audience", "Must say", "Must not say"),
            widths=(20, 45, 35),
            rows=tuple(dict.fromkeys(rows)),
        )


def _forbidden(one: CommsRule) -> list[str]:
    """Return what is looked for in the words of an update, and refused."""
    return [plain(code).lower() for code in sorted(one.forbids)]


def _why(strategy: Strategy, key: str) -> Iterator[Block]:
    if strategy.rationale.get(key):
        yield Why(text=strategy.rationale[key])


def obligations(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Text(
        text="Decision support, not legal advice: every duty is to be confirmed by the"
        " organisation's own adviser. Times from the law and times we chose are told apart."
    )
    if strategy.we_are:
        names = listed(sorted(plain(code).lower() for code in strategy.we_are))
        yield Text(text=f"This organisation is: {names}.")
    yield from _why(strategy, "obligations")
    yield Heading(level=2, number=number("obligations"), text="Duties", clause="obligations")
    yield Table(
        head=("Duty", "Time", "What stands behind it", "In force", "Confirmed"),
        widths=(32, 20, 18, 18, 12),
        rows=tuple(
            (
                one.name or plain(one.code),
                _time(one),
                _behind(one.clock),
                _in_force(one),
                "yes" if one.confirmed else "no",
            )
            for one in strategy.obligations.values()
        ),
    )
    for one in strategy.obligations.values():
        yield from _duty(strategy, one, number)
    if strategy.contracts:
        yield Heading(level=2, number=number("contracts"), text="Contracts", clause="contracts")
        for contract in strategy.contracts.values():
            yield from _contract(strategy, contract, number)
    yield from _retention(strategy, number)


def _retention(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    if not strategy.retention:
        return
    name = "retention"
    yield Heading(level=2, number=number(name), text="How long personal data is kept", clause=name)
    yield Table(
        head=("Sort", "What", "Kept for", "Why"),
        widths=(20, 40, 12, 28),
        rows=tuple(
            (one.name, one.says, span(one.keep_for), one.rationale or NOTHING)
            for one in strategy.retention.values()
        ),
    )
    yield from _why(strategy, name)


def _time(one: Obligation) -> str:
    clock = one.clock
    if clock is None or clock.value is None or clock.unit is None:
        house = f"; house {span(clock.house)}" if clock is not None and clock.house else ""
        return f"{one.within}{house}"
    counted = "" if clock.counting is Counting.ELAPSED else f" ({plain(clock.counting.value)})"
    return f"{clock.value} {clock.unit.value}{counted.lower()}"


def _behind(clock: DutyClock | None) -> str:
    return NOTHING if clock is None else plain(clock.strength.value)


def _in_force(one: Obligation) -> str:
    if one.not_yet:
        return "not yet"
    if one.in_force_from is None and one.in_force_to is None:
        return NOTHING
    until = f" to {day(one.in_force_to)}" if one.in_force_to else ""
    return f"from {day(one.in_force_from)}{until}"


def _duty(strategy: Strategy, one: Obligation, number: Numbers) -> Iterator[Block]:
    name = f"obligations.{one.code}"
    yield Heading(level=3, number=number(name), text=one.name or plain(one.code), clause=name)
    yield Text(text=one.says)
    yield Rows(
        rows=tuple(
            said(
                trigger=one.trigger,
                counts_from=one.anchor,
                tell=one.notify,
                within=one.within,
                must_hold=listed(one.content),
                applies_to=listed(sorted(plain(code).lower() for code in one.applies_to)),
                owner=role(strategy, one.owner) if one.owner else "",
                reference=one.reference,
                known_from=plain(one.confidence.value),
                confirmed_by=one.confirmed_by,
                confirmed_on=day(one.confirmed_on),
            )
        )
    )
    if one.rationale:
        yield Why(text=one.rationale)


def _contract(strategy: Strategy, one: Contract, number: Numbers) -> Iterator[Block]:
    name = f"contracts.{one.code}"
    yield Heading(level=3, number=number(name), text=one.name, clause=name)
    if one.says:
        yield Text(text=one.says)
    yield Rows(
        rows=tuple(
            said(
                account=plain(one.account),
                owner=role(strategy, one.owner),
                in_force_from=day(one.in_force_from),
                reviewed_by=day(one.review_on),
            )
        )
    )
    yield Table(
        head=("Promise", "Within", "Hours of cover", "May wait for", "Credit"),
        rows=tuple(
            (
                clock.name,
                working(clock.within),
                plain(clock.calendar),
                listed(
                    strategy.hold_reasons[code].says if code in strategy.hold_reasons else code
                    for code in sorted(clock.holds)
                ),
                clock.credit or NOTHING,
            )
            for clock in one.clocks
        ),
    )
    if one.rationale:
        yield Why(text=one.rationale)
