"""Checks on the plan of telling: at a high priority somebody is told in time, inside and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from string import Formatter

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.checking.remark import error, some, warning
from musterpoint.domain.policy.communications import CommsRule, Template
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.spans import span_text

SHORTEST_GOOD = timedelta(minutes=5)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WHERE = {False: "within the organisation", True: "outside"}


def findings(strategy: Strategy) -> Iterator[Finding]:
    if strategy.communications:
        for code in sorted(strategy.high_priorities):
            for outside in (False, True):
                yield from _told(strategy, code, outside=outside)
            yield from _in_time(strategy, code)
        yield from _unused(strategy)
    for template in strategy.templates.values():
        yield from _template(template)
    good_for = strategy.facts_good_for
    if good_for is not None and good_for < SHORTEST_GOOD:
        says = "Facts would have to be checked again at once."
        yield error("facts_good_for", says, f"Leave at least {span_text(SHORTEST_GOOD)}.")
    for rule in strategy.communications.values():
        yield from _rule(strategy, rule)


def _rows(strategy: Strategy, priority: str, group: str, *, outside: bool) -> list[CommsRule]:
    """Return the rows that hold at ``priority`` for ``group``, major incident or not."""
    return [
        rule
        for rule in strategy.communications.values()
        if (not rule.priorities or priority in rule.priorities)
        and (not rule.groups or group in rule.groups)
        and not rule.categories
        and not rule.when_major
        and rule.audience in strategy.audiences
        and strategy.audiences[rule.audience].outside is outside
    ]


def _told(strategy: Strategy, priority: str, *, outside: bool) -> Iterator[Finding]:
    """Check that somebody ``outside`` or within is told at ``priority``, whatever happened."""
    silent = [
        group
        for group in _groups(strategy)
        if not _rows(strategy, priority, group, outside=outside)
    ]
    where = _WHERE[outside]
    if silent and len(silent) == len(_groups(strategy)):
        says = f"At {priority} nobody {where} is told anything."
        yield error("communications", says, f"Add a row for an audience {where}.")
    elif silent:
        says = f"At {priority} nobody {where} is told of {some(silent)}."
        yield warning("communications", says, f"Add a row for an audience {where}.")


def _groups(strategy: Strategy) -> list[str]:
    """Return the groups of categories, without that of what nobody can name yet."""
    named = [one for one in strategy.categories.values() if one.code != strategy.generic_category]
    return sorted({one.group for one in named})


def _in_time(strategy: Strategy, priority: str) -> Iterator[Finding]:
    """Check that somebody hears as soon, and as often, as the target says."""
    rows = {
        group: [row for out in _WHERE for row in _rows(strategy, priority, group, outside=out)]
        for group in _groups(strategy)
    }
    target = strategy.targets.get(priority)
    spans = target.spans if target is not None else {}
    first = spans.get(ClockKind.FIRST_UPDATE, timedelta.max)
    late = [group for group, found in rows.items() if found and _first(found) > first]
    if late:
        says = f"At {priority} everybody hears of {some(late)} after the first update is due."
        yield warning("communications", says, "Tell one audience as soon as the target says.")
    update = spans.get(ClockKind.UPDATE, timedelta.max)
    slow = [group for group, found in rows.items() if found and _every(found) > update]
    if slow:
        says = f"At {priority} nobody hears of {some(slow)} as often as the target says."
        yield warning("communications", says, "Add 'every' to a row, no longer than 'update'.")


def _first(rows: list[CommsRule]) -> timedelta:
    return min(rule.first_within for rule in rows)


def _every(rows: list[CommsRule]) -> timedelta:
    return min((one.every for one in rows if one.every is not None), default=timedelta.max)


def _rule(strategy: Strategy, rule: CommsRule) -> Iterator[Finding]:
    at = f"communications.{rule.code}"
    if not rule.channels:
        yield error(f"{at}.channels", "It says by no means.", "Name at least one channel.")
    approver = strategy.roles.get(rule.approver)
    if approver is not None and not approver.held_by:
        says = f"{rule.approver} has to agree, a role that nobody may hold."
        yield error(f"{at}.approver", says, "Name another role.")
    if rule.every is not None and rule.every < timedelta(minutes=1):
        yield error(f"{at}.every", "It repeats too fast.", "Wait a minute or more.")
    audience = strategy.audiences.get(rule.audience)
    if audience is not None and audience.outside and not rule.must_say and not rule.template:
        says = f"Nothing says what {audience.name} must hear."
        yield warning(at, says, "Add 'must_say' or 'template'.")
    yield from _never_holds(strategy, rule)
    both = [one for one in rule.must_say if one in rule.must_not_say]
    if both:
        says = f"'{both[0]}' must be said and must not be said."
        yield error(f"{at}.must_not_say", says, "Leave it in one of the lists.")


def _never_holds(strategy: Strategy, rule: CommsRule) -> Iterator[Finding]:
    """Check that what a row says of groups does not shut out the categories it names."""
    known = [strategy.categories[code] for code in rule.categories if code in strategy.categories]
    apart = sorted(one.code for one in known if rule.groups and one.group not in rule.groups)
    if apart:
        says = f"It never holds for {some(apart)}: the groups it names are others."
        yield error(f"communications.{rule.code}.categories", says, "Leave out 'groups'.")


def _unused(strategy: Strategy) -> Iterator[Finding]:
    named = {rule.audience for rule in strategy.communications.values()}
    for code in strategy.audiences:
        if code not in named:
            remedy = "Add a row for it, or remove it."
            yield warning(f"audiences.{code}", "This audience is never told anything.", remedy)


def _template(template: Template) -> Iterator[Finding]:
    at, wanted = f"templates.{template.code}", _fields(template.says)
    unfit = "Its braces do not match, so it cannot be filled in."
    if wanted is None:
        yield error(f"{at}.says", unfit, "Write names like {service}.")
    for tag, says in template.languages.items():
        where, there = f"{at}.languages.{tag}", _fields(says)
        if not _TAG.fullmatch(tag):
            yield error(where, f"'{tag}' names no language.", "Write a tag such as cy or pl.")
        if there is None:
            yield error(where, unfit, "Write names like {service}.")
        elif wanted is not None and there != wanted:
            apart = some(sorted(there ^ wanted))
            yield error(where, f"It does not fill in the same: {apart}.", "Use the same names.")


def _fields(text: str) -> frozenset[str] | None:
    """Return the names in braces, or None where they cannot be filled in."""
    try:
        names = [name for _said, name, *_rest in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return frozenset(names) if all(name.strip() for name in names) else None
