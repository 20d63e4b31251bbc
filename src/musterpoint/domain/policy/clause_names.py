"""Every name that a clause of the document can be cited by.

A name is a dotted path into the text; steps, tasks and answers also have the short ones that the
rules cite: ``paths.technology.duty_manager``, ``playbooks.generic.name_it``.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.document import FALLBACK, Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.tree import Plain


@worked_out_once
def clause_names(strategy: Strategy) -> frozenset[str]:
    """Return every name; a name that is in it leads somewhere."""
    return frozenset((*(part.code for part in PARTS), *_all(strategy)))


def serves(name: str, path: str) -> bool:
    """Return whether ``name`` stands for ``path``: the same clause, or one that it lies beneath."""
    return path == name or path.startswith(f"{name}.")


def _all(strategy: Strategy) -> Iterator[str]:
    for key, value in dump(strategy).items():
        if key not in {"format", "rationale"}:
            yield from _beneath(key, value)
    for path in strategy.paths.values():
        yield f"paths.{path.code}.{FALLBACK}"
        yield from (f"paths.{path.code}.{step.code}" for step in path.steps)
    for playbook in strategy.playbooks.values():
        yield from (f"playbooks.{playbook.code}.{task.code}" for task in playbook.tasks)


def _beneath(path: str, value: Plain) -> Iterator[str]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _beneath(f"{path}.{key}", item)
