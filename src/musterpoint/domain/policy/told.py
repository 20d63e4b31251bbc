"""Whom a strategy tells: every role, rota, team, person, contact and address of its paths.

Who stands behind a name today is not its business.
"""

from __future__ import annotations

from musterpoint.domain.policy.document import Strategy, Tell, TellKind


def tells_of(strategy: Strategy) -> frozenset[Tell]:
    """Return everything that a step or a last resort of any path names."""
    steps = {tell for path in strategy.paths.values() for s in path.steps for tell in s.tell}
    return frozenset(steps | {path.fallback for path in strategy.paths.values()})


def roles_told(strategy: Strategy) -> frozenset[str]:
    """Return the responder roles that somebody should answer for."""
    return named(strategy, TellKind.ROLE)


def named(strategy: Strategy, kind: TellKind) -> frozenset[str]:
    """Return the codes of one kind that the paths tell."""
    return frozenset(tell.who for tell in tells_of(strategy) if tell.kind is kind)
