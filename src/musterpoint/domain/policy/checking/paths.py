"""Checks on escalation paths: somebody is always told, in order, and nothing is never reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise, product

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Category, Path, Step, Strategy, Tell, TellKind
from musterpoint.domain.policy.findings import Finding

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_SINGLE = (TellKind.PERSON, TellKind.CONTACT, TellKind.ADDRESS)
SHORTEST_REPEAT = timedelta(minutes=1)


def findings(strategy: Strategy) -> Iterator[Finding]:
    for path in strategy.paths.values():
        at = f"paths.{path.code}"
        users = [one for one in strategy.categories.values() if one.path == path.code]
        if not users:
            remedy = "Name it in a category, or remove it."
            yield warning(at, "No category uses this path.", remedy)
        yield from _tell(strategy, f"{at}.fallback", path.fallback)
        for step in path.steps:
            yield from _step(strategy, f"{at}.steps.{step.code}", step)
        if not path.steps:
            says = "This path has no step: a dead end."
            yield error(at, says, "Add a step that tells somebody.")
            continue
        for level in strategy.priorities:
            yield from _run(strategy, path, level.code)
        yield from _never_met(strategy, path, users)


def _tell(strategy: Strategy, at: str, tell: Tell) -> Iterator[Finding]:
    if tell.kind is TellKind.ADDRESS and not _ADDRESS.fullmatch(tell.who):
        yield error(at, f"'{tell.who}' is no e-mail address.", "Write it like desk@example.org.")
    role = strategy.roles.get(tell.who) if tell.kind is TellKind.ROLE else None
    if role is not None and not role.held_by:
        remedy = "Say who may hold it, or tell another role."
        yield error(at, f"It tells {tell.who}, a role that nobody may hold.", remedy)


def _step(strategy: Strategy, at: str, step: Step) -> Iterator[Finding]:
    for tell in step.tell:
        yield from _tell(strategy, f"{at}.tell", tell)
    if not step.tell:
        yield error(f"{at}.tell", "This step tells nobody.", "Name a role, team or person.")
    single = all(tell.kind in _SINGLE for tell in step.tell)
    if step.need < 1 or (single and step.need > len(step.tell)):
        says = f"{step.need} people must answer, but {len(step.tell)} are told."
        yield error(f"{at}.need", says, "Ask for at least one, and for no more than are told.")
    if step.repeat and step.every is None:
        says = "It repeats, but does not say how often."
        yield error(f"{at}.repeat", says, "Add 'every', such as 5 min.")
    if step.every is not None and not step.repeat:
        yield warning(f"{at}.every", "It never repeats.", "Add 'repeat', or remove 'every'.")
    if step.every is not None and step.every < SHORTEST_REPEAT:
        yield error(f"{at}.every", "It repeats too fast to be answered.", "Wait a minute or more.")
    for priority in step.after_at:
        if not step.is_for(priority):
            says = f"It gives a wait for {priority}, but is not for {priority}."
            yield warning(f"{at}.after_at.{priority}", says, "Remove it.")


def _run(strategy: Strategy, path: Path, priority: str) -> Iterator[Finding]:
    """Check the run of ``path`` at one priority."""
    steps = [step for step in path.steps if step.is_for(priority)]
    at = f"paths.{path.code}"
    if not steps:
        says = f"At {priority} nobody is told until the fallback."
        yield error(at, says, f"Let at least one step be for {priority}.")
        return
    for before, step in pairwise(steps):
        if step.due_after(priority) <= before.due_after(priority):
            says = f"At {priority} it does not come after {before.code}, so it is never reached."
            yield error(f"{at}.steps.{step.code}.after", says, "Give it a later time.")
    for early, late in product(steps, steps):
        both = set(early.tell) & set(late.tell)
        if early.due_after(priority) < late.due_after(priority) and both:
            says = (
                f"At {priority} it tells {min(tell.who for tell in both)} again, as {early.code}."
            )
            remedy = "Use 'repeat' on the earlier step, or tell somebody else."
            yield warning(f"{at}.steps.{late.code}.tell", says, remedy)
    yield from _in_time(strategy, path, steps, priority)


def _in_time(strategy: Strategy, path: Path, steps: list[Step], priority: str) -> Iterator[Finding]:
    target = strategy.targets.get(priority)
    spans = target.spans if target is not None else {}
    first = steps[0]
    answer = spans.get(ClockKind.ACKNOWLEDGE)
    if answer is not None and first.due_after(priority) >= answer:
        says = f"At {priority} the first telling comes when the time to acknowledge is over."
        yield warning(f"paths.{path.code}.steps.{first.code}.after", says, "Tell somebody at once.")
    restore = spans.get(ClockKind.RESTORE)
    for step in steps:
        last = step.due_after(priority) + step.repeat * (step.every or timedelta(0))
        if restore is not None and last > restore:
            says = f"At {priority} it still repeats when the time to restore is over."
            remedy = "Repeat less, or sooner."
            yield warning(f"paths.{path.code}.steps.{step.code}.after", says, remedy)


def _never_met(strategy: Strategy, path: Path, users: list[Category]) -> Iterator[Finding]:
    possible = {code for one in users for code in _possible(strategy, one)}
    for step in path.steps:
        if users and step.priorities and not step.priorities & possible:
            wanted = ", ".join(sorted(step.priorities))
            says = f"No category that uses this path can be {wanted}: the step is never reached."
            remedy = "Change its priorities, or remove it."
            yield error(f"paths.{path.code}.steps.{step.code}.priorities", says, remedy)


def _possible(strategy: Strategy, category: Category) -> set[str]:
    """Return the priorities an incident of ``category`` can be given by the rules."""
    ranks = {level.code: place for place, level in enumerate(strategy.priorities)}
    reached = set(strategy.matrix.values()) | {
        one.priority_floor for one in strategy.overrides if one.priority_floor is not None
    }
    floor = category.floor
    if floor is not None:
        reached.add(floor.priority)
    lowest = ranks.get(floor.priority, 0) if floor and floor.always else len(ranks)
    return {code for code in reached if ranks.get(code, 0) <= lowest}
