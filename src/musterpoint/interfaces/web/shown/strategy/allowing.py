"""Targets, calendars, holds, logging and looking again, for reading."""

from __future__ import annotations

from itertools import groupby

from django.utils import formats
from django.utils.translation import gettext as _

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.reading.times import WEEK
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Line, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import days, length, listed, words


def time(edition: Edition) -> tuple[Block, ...]:
    """Return the times allowed, and what they are counted in."""
    strategy, why = edition.strategy, edition.strategy.rationale
    calendars = tuple(_calendar(code, one) for code, one in strategy.calendars.items())
    return (
        _targets(strategy),
        Block(title=_("Hours"), path="calendars", why=why.get("calendars", ""), entries=calendars),
        _holding(strategy),
        Block(title=_("Logging and looking again"), entries=(_logging(strategy), _again(strategy))),
    )


def _targets(strategy: Strategy) -> Block:
    rows = [
        {
            "priority": code,
            "path": f"targets.{code}",
            "why": one.rationale,
            "hours": words(one.calendar),
            "cells": [
                {
                    "path": f"targets.{code}.{kind.value}",
                    "label": labels.label(labels.CLOCK, kind.value),
                    "says": length(one.spans.get(kind)),
                }
                for kind in ClockKind
            ],
        }
        for code, one in strategy.targets.items()
    ]
    return Block(
        title=_("Time allowed at each priority"),
        path="targets",
        why=strategy.rationale.get("targets", ""),
        template="strategy/_targets.html",
        given={"kinds": [labels.label(labels.CLOCK, one.value) for one in ClockKind], "rows": rows},
        places=tuple(place for code in strategy.targets for place in _places(code)),
    )


def _places(code: str) -> tuple[str, ...]:
    return f"targets.{code}", *(f"targets.{code}.{kind.value}" for kind in ClockKind)


def _calendar(code: str, one: WorkingCalendar) -> Entry:
    path = f"calendars.{code}"
    week = [(WEEK[number], ", ".join(map(str, spans))) for number, spans in enumerate(one.week)]
    lines = tuple(
        Line(path="", says=_run([day for day, _hours in run]), beside=hours or _("closed"))
        for hours, run in _runs(week)
    )
    closed = sorted(one.closed)
    return Entry(
        path=path,
        title=words(code),
        lines=lines,
        counted=False,
        facts=facts(
            Fact(label=_("Local time"), says=one.zone, path=f"{path}.zone"),
            Fact(
                label=_("Closed on"),
                says=", ".join(formats.date_format(day, "j M Y") for day in closed),
                path=f"{path}.closed",
            ),
            Fact(
                label=_("Other hours on"),
                says="; ".join(
                    f"{formats.date_format(day, 'j M Y')} {', '.join(map(str, spans))}"
                    for day, spans in sorted(one.special.items())
                ),
                path=f"{path}.special",
            ),
        ),
    )


def _runs(week: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return days that follow one another and have the same hours, together."""
    return [(hours, list(run)) for hours, run in groupby(week, key=lambda day: day[1])]


def _run(names: list[str]) -> str:
    first, last = words(names[0]), words(names[-1])
    return first if len(names) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _holding(strategy: Strategy) -> Block:
    why = strategy.rationale
    marks = ", ".join(f"{mark:.0%}" for mark in strategy.marks)
    reasons = tuple(
        Entry(
            path=f"hold_reasons.{code}",
            title=words(code),
            says=one.says,
            facts=facts(
                Fact(
                    label=_("It holds"),
                    says=listed(sorted(kind.value for kind in one.holds)),
                    path=f"hold_reasons.{code}.holds",
                ),
            ),
        )
        for code, one in strategy.hold_reasons.items()
    )
    told = Entry(
        path="marks",
        title=_("When somebody is told that time runs out"),
        says=_("At %(marks)s of the time allowed.") % {"marks": marks},
        why=why.get("marks", ""),
    )
    return Block(
        title=_("Reasons to hold, and marks on the way"),
        path="hold_reasons",
        why=why.get("hold_reasons", ""),
        entries=(*reasons, told),
    )


def _logging(strategy: Strategy) -> Entry:
    rule = strategy.logging
    asked = tuple(labels.label(labels.FACT, code) for code in rule.facts)
    return Entry(
        path="logging",
        title=_("A full log"),
        why=strategy.rationale.get("logging", ""),
        facts=facts(
            Fact(label=_("Holds"), says=", ".join(asked), path="logging.facts"),
            Fact(label=_("Late after"), says=days(rule.late_after), path="logging.late_after"),
            Fact(
                label=_("An unsure one is looked at within"),
                says=days(rule.triage_within),
                path="logging.triage_within",
            ),
        ),
    )


def _again(strategy: Strategy) -> Entry:
    rule = strategy.reassess
    lines = tuple(
        Line(
            path=f"reassess.every.{code}",
            says=_("%(code)s every %(span)s") % {"code": code, "span": days(span)},
        )
        for code, span in rule.every.items()
    )
    prompted = (
        _("new facts are added") if rule.on_new_facts else "",
        _("an update is missed") if rule.on_missed_update else "",
    )
    return Entry(
        path="reassess",
        title=_("Impact and urgency are looked at again"),
        why=strategy.rationale.get("reassess", ""),
        lines=lines,
        counted=False,
        facts=facts(Fact(label=_("And when"), items=tuple(one for one in prompted if one))),
    )
