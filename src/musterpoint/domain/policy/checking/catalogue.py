"""Checks on categories, playbooks and obligations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Category, Strategy
from musterpoint.domain.policy.findings import Finding


def findings(strategy: Strategy) -> Iterator[Finding]:
    shared = Counter(
        word.casefold() for one in strategy.categories.values() for word in set(one.words)
    )
    if not strategy.categories:
        yield error("categories", "There is no category.", "Add at least the generic one.")
    for category in strategy.categories.values():
        yield from _category(strategy, category, shared)
    yield from _playbooks(strategy)
    named = {code for one in strategy.categories.values() for code in one.obligations}
    for code in strategy.obligations.keys() - named:
        remedy = "Name it in the categories it belongs to, or remove it."
        yield warning(f"obligations.{code}", "No category carries this obligation.", remedy)


def _category(strategy: Strategy, one: Category, shared: Counter[str]) -> Iterator[Finding]:
    at = f"categories.{one.code}"
    if one.code != strategy.generic_category:
        if not one.words:
            says = "It has no words, so it is only suggested by its name."
            yield warning(f"{at}.words", says, "Add the words people use for it.")
        elif all(shared[word.casefold()] > 1 for word in one.words):
            says = "Every one of its words belongs to another category too."
            yield warning(f"{at}.words", says, "Add a word that tells it apart.")
        if not one.signs:
            yield warning(f"{at}.signs", "It has no sign to know it by.", "Add one.")
    if not one.roles:
        yield error(f"{at}.roles", "Nobody works on it.", "Name at least one role.")
    target = strategy.targets.get(strategy.matrix.get((one.impact, one.urgency), ""))
    if target is None:
        says = "Its usual impact and urgency lead to no target."
        yield error(at, says, "Complete the matrix and the targets.")


def _playbooks(strategy: Strategy) -> Iterator[Finding]:
    used = {one.playbook for one in strategy.categories.values()}
    for code, playbook in strategy.playbooks.items():
        if not playbook.tasks:
            yield error(f"playbooks.{code}", "This playbook has no task.", "Add the first action.")
        if code not in used:
            remedy = "Name it in a category, or remove it."
            yield warning(f"playbooks.{code}", "No category uses this playbook.", remedy)
        for task in playbook.tasks:
            if task.within is not None and task.within <= timedelta(0):
                at = f"playbooks.{code}.tasks.{task.code}.within"
                yield error(at, "No time at all is allowed.", "Allow some, or leave it out.")
