"""Impact, urgency and priority; major incidents; the time allowed."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import (
    Block,
    Drawing,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    Numbers,
    listed,
    plain,
    roles,
    said,
    working,
)
from musterpoint.apps.policies.drawings.matrix import matrix
from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Override, Strategy
from musterpoint.domain.policy.scales import Level

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def priority(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    for key in ("impact", "urgency", "priorities"):
        levels: tuple[Level, ...] = getattr(strategy, key)
        yield Heading(level=2, number=number(key), text=plain(key), clause=key)
        yield Table(
            head=("Code", "Name", "Criterion"),
            widths=(10, 25, 65),
            rows=tuple((one.code, one.name, one.says) for one in levels),
        )
        yield from _why(strategy, key)
    yield Heading(level=2, number=number("matrix"), text="Matrix", clause="matrix")
    alt = "; ".join(
        f"{impact} and {urgency} make {code}" for (impact, urgency), code in strategy.matrix.items()
    )
    yield Drawing(svg=matrix(strategy, for_print=True), alt=alt, caption="Impact × urgency")
    yield from _why(strategy, "matrix")
    yield Rows(
        rows=tuple(
            said(
                high_priorities=listed(sorted(strategy.high_priorities)),
                people_are_woken_at=listed(sorted(strategy.waking)),
            )
        )
    )
    yield Heading(level=2, number=number("overrides"), text="Overrides", clause="overrides")
    yield Table(
        head=("When", "Effect", "Why"),
        widths=(40, 25, 35),
        rows=tuple((one.says, _effect(one), one.rationale) for one in strategy.overrides),
    )
    yield from _why(strategy, "overrides")


def _effect(one: Override) -> str:
    raised = f"impact {one.raise_impact_by} graver" if one.raise_impact_by else ""
    return listed(
        (
            f"at least {one.priority_floor}" if one.priority_floor else "",
            f"impact at least {one.impact_floor}" if one.impact_floor else "",
            f"urgency at least {one.urgency_floor}" if one.urgency_floor else "",
            raised,
        )
    )


def _why(strategy: Strategy, key: str) -> Iterator[Block]:
    if strategy.rationale.get(key):
        yield Why(text=strategy.rationale[key])


def major(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    rule = strategy.major
    for key, title, listing in (
        ("criteria", "When it is one", rule.criteria),
        ("stand_down", "When it ends", rule.stand_down),
    ):
        name = f"major.{key}"
        yield Heading(level=2, number=number(name), text=title, clause=name)
        yield Table(
            head=("Criterion", "Says"),
            widths=(28, 72),
            rows=tuple((plain(one.code), one.says) for one in listing),
        )
    yield Rows(
        rows=tuple(
            said(
                declared_by=roles(strategy, sorted(rule.declared_by)),
                targets_of=rule.targets_of,
            )
        )
    )
    if rule.rationale:
        yield Why(text=rule.rationale)


def allowed(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Heading(level=2, number=number("targets"), text="Targets", clause="targets")
    yield Table(
        head=("Priority", "Acknowledge", "First update", "Update every", "Restore", "Hours"),
        rows=tuple(
            (code, *(working(one.spans.get(kind)) for kind in _KINDS), plain(one.calendar))
            for code, one in strategy.targets.items()
        ),
    )
    yield from _why(strategy, "targets")
    for code, one in strategy.targets.items():
        if one.rationale:
            yield Why(text=f"{code}: {one.rationale}")
    yield Heading(level=2, number=number("calendars"), text="Calendars", clause="calendars")
    yield Table(
        head=("Calendar", "Zone", "Open", "Closed days"),
        widths=(16, 18, 46, 20),
        rows=tuple(_calendar(code, one) for code, one in strategy.calendars.items()),
    )
    yield from _why(strategy, "calendars")
    yield Heading(level=2, number=number("hold_reasons"), text="Holds", clause="hold_reasons")
    yield Table(
        head=("Reason", "Clocks that wait"),
        widths=(65, 35),
        rows=tuple(
            (one.says, listed(sorted(plain(kind.value) for kind in one.holds)))
            for one in strategy.hold_reasons.values()
        ),
    )
    yield from _why(strategy, "hold_reasons")
    yield from _looks(strategy, number)


_KINDS = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.UPDATE, ClockKind.RESTORE)


def _calendar(code: str, one: WorkingCalendar) -> tuple[str, str, str, str]:
    hours = [
        f"{name} {', '.join(map(str, spans))}"
        for name, spans in zip(_DAYS, one.week, strict=True)
        if spans
    ]
    closed = f"{len(one.closed)} days" if one.closed else NOTHING
    return plain(code), one.zone, "; ".join(hours) or NOTHING, closed


def _looks(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    rule, logging = strategy.reassess, strategy.logging
    yield Heading(level=2, number=number("logging"), text="Logging", clause="logging")
    yield Rows(
        rows=tuple(
            said(
                a_full_log_has=listed(plain(fact).lower() for fact in logging.facts),
                late_after=working(logging.late_after),
                unsure_ones_looked_at_within=working(logging.triage_within),
            )
        )
    )
    yield from _why(strategy, "logging")
    yield Heading(level=2, number=number("reassess"), text="Fresh looks", clause="reassess")
    every = listed(f"{code} every {working(span)}" for code, span in rule.every.items())
    also = listed(
        (
            "on new facts" if rule.on_new_facts else "",
            "on a missed update" if rule.on_missed_update else "",
        )
    )
    yield Text(text=f"Impact and urgency are looked at again: {every}; {also}.")
    yield from _why(strategy, "reassess")
