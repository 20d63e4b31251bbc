"""Every name that a clause of the document can be cited by.

A name is a dotted path into the text; steps and tasks also have the short ones that the rules
cite: ``paths.technology.duty_manager``, ``playbooks.generic.name_it``. A whole part is called by
its code, or ``parts.goals`` where a key of it has the same name.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.document import FALLBACK, Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS
from musterpoint.domain.policy.tree import Plain


class UnknownClause(LookupError):
    """The strategy has no clause of this name, or of this number."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"The strategy has no clause {path!r}.")


plain_tree = worked_out_once(dump)
"""The whole document as a plain tree, made once for each strategy; nobody may change it."""


@worked_out_once
def clause_names(strategy: Strategy) -> frozenset[str]:
    """Return every name; a name that is in it leads somewhere."""
    parts = (name for part in PARTS for name in (part.code, f"parts.{part.code}"))
    return frozenset((*parts, *PART_OF_KEY, *_all(strategy)))


def serves(name: str, path: str) -> bool:
    """Return whether ``name`` stands for ``path``: the same clause, or one that it lies beneath."""
    return path == name or path.startswith(f"{name}.")


def _all(strategy: Strategy) -> Iterator[str]:
    for key, value in plain_tree(strategy).items():
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
