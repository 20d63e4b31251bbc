"""The codes that the plans name: goals, services, risks, telling, duties, means and exercises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from musterpoint.domain.policy.clause_names import clause_names
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Contract, Obligation
from musterpoint.domain.policy.references.named import Named


class _Owned(Protocol):
    @property
    def owner(self) -> str: ...


def named(strategy: Strategy) -> Iterator[Named]:
    yield from _owners(strategy)
    yield from _clauses(strategy)
    for service in strategy.services.values():
        for code in service.depends_on:
            yield f"services.{service.code}.depends_on", code, "service", strategy.services
    for risk in strategy.risks.values():
        for code in risk.categories:
            yield f"risks.{risk.code}.categories", code, "category", strategy.categories
    for rule in strategy.communications.values():
        yield from _telling(strategy, rule)
    for duty in strategy.obligations.values():
        yield from _obligation(strategy, duty)
    for contract in strategy.contracts.values():
        yield from _contract(strategy, contract)
    yield from _roles(strategy)


def _owners(strategy: Strategy) -> Iterator[Named]:
    """Yield whoever answers for an entry; a role everywhere, so that it is never one person."""
    owned: Mapping[str, Mapping[str, _Owned]] = {
        "goals": strategy.goals,
        "measures": strategy.measures,
        "services": strategy.services,
        "risks": strategy.risks,
        "obligations": strategy.obligations,
        "contracts": strategy.contracts,
        "exercises": strategy.exercises,
        "reviews": strategy.reviews,
    }
    for part, several in owned.items():
        for code, one in several.items():
            if one.owner:
                yield f"{part}.{code}.owner", one.owner, "role", strategy.roles


def _clauses(strategy: Strategy) -> Iterator[Named]:
    names = clause_names(strategy)
    for goal in strategy.goals.values():
        for name in goal.served_by:
            yield f"goals.{goal.code}.served_by", name, "clause", names
    for exercise in strategy.exercises.values():
        for name in exercise.tests:
            yield f"exercises.{exercise.code}.tests", name, "clause", names
    for framework, clauses in strategy.mapping.items():
        for clause, answers in clauses.items():
            for name in answers:
                yield f"mapping.{framework}.{clause}", name, "clause", names


def _telling(strategy: Strategy, rule: CommsRule) -> Iterator[Named]:
    at = f"communications.{rule.code}"
    groups = {category.group for category in strategy.categories.values()}
    yield f"{at}.audience", rule.audience, "audience", strategy.audiences
    yield f"{at}.approver", rule.approver, "role", strategy.roles
    for code in sorted(rule.priorities):
        yield f"{at}.priorities", code, "priority", [one.code for one in strategy.priorities]
    for code in sorted(rule.groups):
        yield f"{at}.groups", code, "group of categories", groups
    for code in sorted(rule.categories):
        yield f"{at}.categories", code, "category", strategy.categories
    if rule.template:
        yield f"{at}.template", rule.template, "template", strategy.templates


def _obligation(strategy: Strategy, one: Obligation) -> Iterator[Named]:
    at = f"obligations.{one.code}"
    if one.clock is not None and one.clock.calendar:
        yield f"{at}.clock.calendar", one.clock.calendar, "calendar", strategy.calendars
    if one.version_of:
        yield f"{at}.version_of", one.version_of, "obligation", strategy.obligations


def _contract(strategy: Strategy, one: Contract) -> Iterator[Named]:
    at = f"contracts.{one.code}"
    for code in one.categories:
        yield f"{at}.categories", code, "category", strategy.categories
    for clock in one.clocks:
        path = f"{at}.clocks.{clock.code}"
        yield f"{path}.calendar", clock.calendar, "calendar", strategy.calendars
        for code in sorted(clock.holds):
            yield f"{path}.holds", code, "hold reason", strategy.hold_reasons


def _roles(strategy: Strategy) -> Iterator[Named]:
    for activity in strategy.authority.values():
        for key in ("responsible", "consulted", "informed"):
            for code in getattr(activity, key):
                yield f"authority.{activity.code}.{key}", code, "role", strategy.roles
        at = f"authority.{activity.code}.accountable"
        yield at, activity.accountable, "role", strategy.roles
    for resource in strategy.resources.values():
        if resource.role:
            yield f"resources.{resource.code}.role", resource.role, "role", strategy.roles
    for lever in strategy.levers.values():
        yield f"levers.{lever.code}.approver", lever.approver, "role", strategy.roles
    for training in strategy.training.values():
        for code in training.roles:
            yield f"training.{training.code}.roles", code, "role", strategy.roles
    for code in strategy.agreement.approvers if strategy.agreement is not None else ():
        yield "agreement.approvers", code, "role", strategy.roles
