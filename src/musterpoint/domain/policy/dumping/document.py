"""The whole document as a plain tree, so that reading it back gives an equal Strategy.

What a default would say again is left out, and sets are sorted: one strategy has one text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import timedelta

from musterpoint.domain.calendars import Span, WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import (
    Answer,
    Category,
    Criterion,
    Floor,
    LoggingRule,
    Override,
    Path,
    Playbook,
    PlaybookTask,
    Question,
    RoleRule,
    Step,
    Strategy,
    Target,
    Tell,
)
from musterpoint.domain.policy.dumping.duties import contract, obligation
from musterpoint.domain.policy.dumping.entries import Tree, entries, entry
from musterpoint.domain.policy.parts import FORMAT
from musterpoint.domain.policy.reading.times import CLOSED, WEEK
from musterpoint.domain.policy.scales import Level
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.policy.tree import Plain

_UNSAID: tuple[Plain, ...] = (None, "", [], {}, 0)


def dump(strategy: Strategy) -> Tree:
    """Return the whole document in the order in which people read it."""
    return {
        "format": FORMAT,
        "title": strategy.title,
        "organisation": strategy.organisation,
        "zone": strategy.zone,
        "purpose": strategy.purpose,
        **_whole(scope=strategy.scope),
        **_said(
            rationale=dict(strategy.rationale),
            goals=entries(strategy.goals),
            measures=entries(strategy.measures),
        ),
        **_whole(harm_scale=strategy.harm_scale),
        **_said(services=entries(strategy.services)),
        **_whole(risk_scale=strategy.risk_scale),
        **_said(risks=entries(strategy.risks)),
        **_rules(strategy),
        **_plans(strategy),
    }


def _rules(strategy: Strategy) -> Tree:
    """Return what decides: scales, times, people, paths and the catalogue."""
    return {
        "impact": _levels(strategy.impact),
        "urgency": _levels(strategy.urgency),
        "priorities": _levels(strategy.priorities),
        "high_priorities": _sorted(strategy.high_priorities),
        **_waking(strategy),
        "matrix": _matrix(strategy),
        "overrides": {one.code: _override(one) for one in strategy.overrides},
        "targets": {code: _target(one) for code, one in strategy.targets.items()},
        "calendars": {code: _calendar(one) for code, one in strategy.calendars.items()},
        "marks": list(strategy.marks),
        "hold_reasons": {
            code: {"says": one.says, "holds": _clock_kinds(one.holds)}
            for code, one in strategy.hold_reasons.items()
        },
        "reassess": _reassess(strategy),
        "major": _major(strategy),
        "roles": {code: _role(one) for code, one in strategy.roles.items()},
        **_said(authority=entries(strategy.authority)),
        "paths": {code: _path(one) for code, one in strategy.paths.items()},
        "triage": {one.code: _question(one) for one in strategy.triage},
        "logging": _logging(strategy.logging),
        "closing": _closing(strategy),
        "generic_category": strategy.generic_category,
        "categories": {code: _category(one) for code, one in strategy.categories.items()},
        "playbooks": {code: _playbook(one) for code, one in strategy.playbooks.items()},
    }


def _plans(strategy: Strategy) -> Tree:
    """Return what is planned around the rules: telling, duties, means, learning and agreeing."""
    return {
        **_said(
            audiences=entries(strategy.audiences),
            templates=entries(strategy.templates),
            communications=entries(strategy.communications),
            facts_good_for=_span(strategy.facts_good_for),
            we_are=_sorted(strategy.we_are),
        ),
        "obligations": {code: obligation(one) for code, one in strategy.obligations.items()},
        **_said(
            contracts={code: contract(one) for code, one in strategy.contracts.items()},
            retention=entries(strategy.retention),
            resources=entries(strategy.resources),
            levers=entries(strategy.levers),
            training=entries(strategy.training),
            exercises=entries(strategy.exercises),
            reviews=entries(strategy.reviews),
        ),
        **_whole(agreement=strategy.agreement),
        **_said(mapping=_mapping(strategy)),
    }


def _said(**entries: Plain) -> Tree:
    """Return the entries that say something. False is left out too: it is every flag's default."""
    return {key: value for key, value in entries.items() if value not in _UNSAID}


def _whole(**parts: object) -> Tree:
    """Return the parts that are there, also when one of them says nothing but defaults."""
    return {key: entry(one) for key, one in parts.items() if one is not None}


def _mapping(strategy: Strategy) -> Tree:
    return {
        framework: {clause: list(names) for clause, names in clauses.items()}
        for framework, clauses in strategy.mapping.items()
    }


def _sorted(codes: Iterable[str]) -> list[Plain]:
    return [str(code) for code in sorted(codes)]


def _span(span: timedelta | None) -> str | None:
    return None if span is None else span_text(span)


def _spans(spans: Iterable[tuple[str, timedelta]]) -> Tree:
    return {key: span_text(span, largest="h") for key, span in spans}


def _clock_kinds(kinds: Iterable[ClockKind]) -> list[Plain]:
    wanted = set(kinds)
    return [kind.value for kind in ClockKind if kind in wanted]


def _levels(levels: Iterable[Level]) -> Tree:
    return {
        one.code: {"name": one.name, "says": one.says, **_said(rationale=one.rationale)}
        for one in levels
    }


def _waking(strategy: Strategy) -> Tree:
    """Return what is said of waking people; nothing where it is the high priorities."""
    if strategy.waking == strategy.high_priorities:
        return {}
    return {"waking": _sorted(strategy.waking)}


def _matrix(strategy: Strategy) -> Tree:
    rows: dict[str, dict[str, Plain]] = {}
    for (impact, urgency), priority in strategy.matrix.items():
        rows.setdefault(impact, {})[urgency] = priority
    return {impact: dict(row) for impact, row in rows.items()}


def _override(one: Override) -> Tree:
    return {
        "when": one.when.value,
        "says": one.says,
        **_said(
            priority_floor=one.priority_floor,
            impact_floor=one.impact_floor,
            raise_impact_by=one.raise_impact_by,
            urgency_floor=one.urgency_floor,
            share_left_below=one.share_left_below,
            rationale=one.rationale,
        ),
    }


def _target(one: Target) -> Tree:
    spans = _spans((kind.value, one.spans[kind]) for kind in ClockKind if kind in one.spans)
    return {"calendar": one.calendar, **spans, **_said(rationale=one.rationale)}


def _hours(spans: Iterable[Span]) -> str:
    return ", ".join(str(span) for span in spans) or CLOSED


def _calendar(one: WorkingCalendar) -> Tree:
    return {
        "zone": one.zone,
        "week": {day: _hours(spans) for day, spans in zip(WEEK, one.week, strict=True)},
        **_said(
            closed=[day.isoformat() for day in sorted(one.closed)],
            special={day.isoformat(): _hours(one.special[day]) for day in sorted(one.special)},
        ),
    }


def _reassess(strategy: Strategy) -> Tree:
    rule = strategy.reassess
    return {
        **_said(every=_spans(rule.every.items())),
        "on_new_facts": rule.on_new_facts,
        "on_missed_update": rule.on_missed_update,
    }


def _criteria(criteria: Iterable[Criterion]) -> Tree:
    return {one.code: one.says for one in criteria}


def _major(strategy: Strategy) -> Tree:
    rule = strategy.major
    return {
        "criteria": _criteria(rule.criteria),
        "declared_by": _sorted(rule.declared_by),
        "targets_of": rule.targets_of,
        "stand_down": _criteria(rule.stand_down),
        **_said(rationale=rule.rationale),
    }


def _role(one: RoleRule) -> Tree:
    return {
        "name": one.name,
        "duty": one.duty,
        "held_by": _sorted(one.held_by),
        "opens": one.opens.value,
        **_said(
            splits_from=one.splits_from,
            apart_from=_sorted(one.apart_from),
            may_declare_major=one.may_declare_major,
        ),
    }


def _tell(one: Tell) -> str:
    return f"{one.kind.value} {one.who}"


def _path(one: Path) -> Tree:
    return {
        "name": one.name,
        "owner": one.owner,
        "steps": {step.code: _step(step) for step in one.steps},
        "fallback": _tell(one.fallback),
        "fallback_after": span_text(one.fallback_after, largest="h"),
        **_said(rationale=one.rationale),
    }


def _step(one: Step) -> Tree:
    tree: Tree = {"kind": one.kind.value, "tell": [_tell(tell) for tell in one.tell]}
    tree |= _said(by=list(one.by), priorities=_sorted(one.priorities))
    tree |= _said(hours=one.hours, outside_hours=one.outside_hours)
    tree |= _said(skip_when_absent=one.skip_when_absent)
    tree["after"] = span_text(one.after, largest="h")
    tree |= _said(after_at=_spans(one.after_at.items()), repeat=one.repeat)
    if one.every is not None:
        tree["every"] = span_text(one.every, largest="h")
    if one.need != 1:
        tree["need"] = one.need
    return tree | _said(says=one.says)


def _answer(one: Answer) -> Tree:
    sets = _sorted(trigger.value for trigger in one.sets)
    return _said(goto=one.goto, verdict=one.verdict, says=one.says, sets=sets)


def _question(one: Question) -> Tree:
    return {
        "asks": one.asks,
        "because": one.because,
        "yes": _answer(one.yes),
        "no": _answer(one.no),
    }


def _logging(rule: LoggingRule) -> Tree:
    return {
        "facts": list(rule.facts),
        "late_after": span_text(rule.late_after),
        "triage_within": span_text(rule.triage_within),
    }


def _closing(strategy: Strategy) -> Tree:
    rule = strategy.closing
    tree: Tree = {}
    for field in fields(rule):
        value = getattr(rule, field.name)
        if value == field.default:
            continue
        if isinstance(value, timedelta):
            value = span_text(value)
        tree[field.name] = _sorted(value) if isinstance(value, frozenset) else value
    return tree


def _category(one: Category) -> Tree:
    return {
        "group": one.group,
        "name": one.name,
        "signs": list(one.signs),
        "words": list(one.words),
        "impact": one.impact,
        "urgency": one.urgency,
        **_floor(one.floor),
        "owner": one.owner,
        "path": one.path,
        "playbook": one.playbook,
        "roles": list(one.roles),
        **_said(
            comms=list(one.comms),
            obligations=list(one.obligations),
            services=list(one.services),
            major_candidate=one.major_candidate,
            restricted=one.restricted,
            distressing=one.distressing,
            not_this_if=one.not_this_if,
            rationale=one.rationale,
        ),
    }


def _floor(one: Floor | None) -> Tree:
    if one is None:
        return {}
    return {"floor": {"priority": one.priority, "always": one.always, "says": one.says}}


def _playbook(one: Playbook) -> Tree:
    return {"name": one.name, "tasks": {task.code: _task(task) for task in one.tasks}}


def _task(one: PlaybookTask) -> Tree:
    tree: Tree = {"says": one.says, "role": one.role}
    if one.within is not None:
        tree["within"] = span_text(one.within, largest="h")
    return tree
