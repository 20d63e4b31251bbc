"""Whether somebody is told, or given something to do, by their minute.

A role is told by a step or given a task. A party outside counts as told when a step, a task or the
audience of an update names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.scenarios.course import Course, Deed, DeedKind
from musterpoint.domain.scenarios.values import EscalationExpected, Scenario
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict
from musterpoint.domain.scenarios.vocabulary import PARTIES, ROLES, folded, names

CALLING = (DeedKind.TOLD, DeedKind.TASK)
"""An update is no call: nobody is asked to answer it."""
NAMING = (*CALLING, DeedKind.UPDATE)


def escalated(scenario: Scenario, strategy: Strategy, course: Course) -> Iterator[Outcome]:
    """Yield one outcome for each expected escalation."""
    for one in scenario.expected.escalations:
        roles = roles_called(strategy, one.to)
        if roles:
            meant = " or ".join(strategy.roles[code].name for code in roles)
            yield _of_role(one, roles, meant, course)
        else:
            yield _of_party(one, course)


def roles_called(strategy: Strategy, called: str) -> tuple[str, ...]:
    """Return the roles of the strategy that somebody means by this name; "or" names several."""
    found: dict[str, None] = {}
    for part in folded(called).strip().split(" or "):
        code = part.strip().replace(" ", "_")
        found.update(dict.fromkeys(_called(strategy, code, part)))
    return tuple(found)


def earliest(
    deeds: Iterable[Deed], roles: Iterable[str], kinds: tuple[DeedKind, ...]
) -> Deed | None:
    """Return the first deed that reaches one of these roles; a task before a call in silence."""
    wanted = set(roles)
    fitting = [one for one in deeds if one.kind in kinds and wanted.intersection(one.who)]
    return min(fitting, key=lambda one: (one.minute, one.in_silence), default=None)


def _called(strategy: Strategy, code: str, part: str) -> Iterator[str]:
    if code in strategy.roles:
        yield code
        return
    by_name: Mapping[str, str] = {folded(one.name): one.code for one in strategy.roles.values()}
    if folded(part) in by_name:
        yield by_name[folded(part)]
        return
    for role, others in ROLES.items():
        if role in strategy.roles and folded(part).strip() in map(str.strip, map(folded, others)):
            yield role


def _of_role(
    one: EscalationExpected, roles: tuple[str, ...], meant: str, course: Course
) -> Outcome:
    in_time = [deed for deed in course.deeds if deed.minute <= one.by_minute]
    sure = earliest([deed for deed in in_time if not deed.in_silence], roles, CALLING)
    found = sure or earliest(course.deeds, roles, CALLING)
    if found is None:
        reason = f"{meant} is neither told nor given anything to do."
        return _outcome(one, "never", reason, met=False)
    met = found.minute <= one.by_minute
    return _outcome(one, f"minute {found.minute}", _how(found, meant), met=met, deed=found)


def _of_party(one: EscalationExpected, course: Course) -> Outcome:
    party = next((party for party in PARTIES if names(one.to, party.called)), None)
    words = party.told_as if party else (one.to,)
    fitting = [
        deed
        for deed in course.deeds
        if deed.kind in NAMING and names(deed.hears or deed.says, words)
    ]
    found = min(fitting, key=lambda deed: (deed.in_silence, deed.minute), default=None)
    in_time = min(
        (deed for deed in fitting if deed.minute <= one.by_minute),
        key=lambda deed: (deed.in_silence, deed.minute),
        default=None,
    )
    found = in_time or found
    if found is not None:
        word = names(found.hears or found.says, words)
        met = found.minute <= one.by_minute
        reason = _how(found, f"“{word}” stands for {one.to}; it")
        return _outcome(one, f"minute {found.minute}", reason, met=met, deed=found)
    if party is None:
        says = f"The strategy has no word for “{one.to}”; they stand outside it."
        return _outcome(one, "", says, met=None)
    reason = f"No step, task or update in this category names {', '.join(words)}."
    return _outcome(one, "never", reason, met=False)


def _how(deed: Deed, whom: str) -> str:
    if deed.kind is DeedKind.TASK:
        return f"{whom} is in a task due by minute {deed.minute}: {deed.says}"
    if deed.kind is DeedKind.UPDATE:
        return f"{whom} is in an update due by minute {deed.minute}: {deed.says}"
    silence = " if nobody has answered by then" if deed.in_silence else ""
    return f"{whom} is told in minute {deed.minute}{silence}: {deed.says}"


def _outcome(
    one: EscalationExpected,
    got: str,
    reason: str,
    *,
    met: bool | None,
    deed: Deed | None = None,
) -> Outcome:
    verdict = Verdict.NOT_JUDGED if met is None else Verdict.MET if met else Verdict.MISSED
    return Outcome(
        kind=Kind.ESCALATION,
        about=one.to,
        minute=one.by_minute,
        expected=f"{one.to} by minute {one.by_minute}",
        got=got,
        verdict=verdict,
        reason=reason,
        clauses=(deed.clause,) if deed else (),
    )
