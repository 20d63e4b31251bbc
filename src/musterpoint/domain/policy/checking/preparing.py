"""Checks on training, exercises and reviews: the needed are taught, and what matters is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from musterpoint.domain.policy.checking.authority import grave_roles
from musterpoint.domain.policy.checking.remark import counted, error, some, warning
from musterpoint.domain.policy.checking.scales import usual_priority
from musterpoint.domain.policy.clause_names import serves
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.preparing import Exercise

A_YEAR = timedelta(days=366)
NO_TIME = timedelta(0)


def critical(strategy: Strategy) -> tuple[str, ...]:
    """Return the clauses that must have been tried before they are needed."""
    grave = [
        one
        for one in strategy.categories.values()
        if one.major_candidate and usual_priority(strategy, one) in strategy.high_priorities
    ]
    paths = dict.fromkeys(f"paths.{one.path}" for one in grave if one.path in strategy.paths)
    services = [f"services.{code}" for code, one in strategy.services.items() if one.critical]
    return (*paths, *services)


def findings(strategy: Strategy) -> Iterator[Finding]:
    yield from _training(strategy)
    for exercise in strategy.exercises.values():
        yield from _exercise(strategy, exercise)
    if strategy.exercises:
        yield from _untried(strategy)
    for code, rule in strategy.reviews.items():
        if rule.every is None and not rule.after:
            says = "Nothing says when this is looked at."
            yield error(f"reviews.{code}", says, "Add 'every' or 'after'.")
        if rule.every is not None and rule.every <= NO_TIME:
            yield error(f"reviews.{code}.every", "It would never end.", "Leave some time between.")


def _training(strategy: Strategy) -> Iterator[Finding]:
    for code, one in strategy.training.items():
        if not one.roles:
            yield error(f"training.{code}.roles", "Nobody needs it.", "Name the roles that do.")
        if one.valid_for <= NO_TIME:
            says = "It counts for no time at all."
            yield error(f"training.{code}.valid_for", says, "Write a length such as 365 d.")
    if not strategy.training:
        return
    taught = {code for one in strategy.training.values() for code in one.roles}
    untaught = [code for code in grave_roles(strategy) if code not in taught]
    if untaught:
        needed = "role that a grave incident needs has", "roles that a grave incident needs have"
        says = f"{counted(len(untaught), *needed)} no training: {some(untaught)}."
        yield warning("training", says, "Name them under 'roles' of a training.")


def _exercise(strategy: Strategy, one: Exercise) -> Iterator[Finding]:
    at = f"exercises.{one.code}"
    if not one.tests:
        yield error(
            f"{at}.tests", "It tries nothing.", "Name the clauses that it puts to the test."
        )
    if one.every <= NO_TIME:
        yield error(f"{at}.every", "It would never end.", "Leave some time between.")
    if one.every > A_YEAR:
        tried = [path for path in critical(strategy) if any(serves(n, path) for n in one.tests)]
        if tried:
            says = f"More than a year passes between two tries of {some(tried)}."
            yield warning(f"{at}.every", says, "Hold it once a year at least.")


def _untried(strategy: Strategy) -> Iterator[Finding]:
    tests = [name for one in strategy.exercises.values() for name in one.tests]
    missed = [
        path
        for path in critical(strategy)
        if not any(serves(n, path) or serves(path, n) for n in tests)
    ]
    if missed:
        says = f"No exercise tries what is critical: {some(missed)}."
        yield warning("exercises", says, "Name them under 'tests' of an exercise.")
