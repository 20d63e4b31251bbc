"""What somebody lacks for a role, by the training that the strategy asks of its holders.

It warns and never refuses: in an incident somebody untrained is better than nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.support import queries as support
from musterpoint.domain.competence import Competence, Standing, lacking
from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.rotas import Rota
from musterpoint.domain.wall_clock import day_in


def lacking_training(
    strategy: Strategy, role: str, person_id: int, *, at: datetime
) -> tuple[Because, ...]:
    """Return what this person lacks for ``role`` at ``at``, each with the clause that asks it."""
    if not any(role in one.roles for one in strategy.training.values()):
        return ()
    learnt = support.learnt([person_id]).get(person_id, {})
    found = lacking(strategy.training, role, learnt, on=_day(strategy, at))
    return tuple(
        Because(clause=f"training.{one.training}", says=_says(strategy, one)) for one in found
    )


def lapsed_on_rotas(
    strategy: Strategy, values: Collection[Rota], *, at: datetime
) -> Mapping[int, tuple[str, ...]]:
    """Return the training that people on these rotas once learnt and that counts no longer.

    A rota stands for the roles it answers for. What was never learnt is not named here: a centre
    that keeps its records elsewhere would be warned of everybody.
    """
    roles: dict[str, list[str]] = {}
    for role, rota in rotas.rotas_of_roles(strategy.roles).items():
        roles.setdefault(rota, []).append(role)
    asked = {
        (person, role)
        for one in values
        for role in roles.get(one.code, ())
        for person in one.people
    }
    learnt = support.learnt({person for person, _role in asked})
    on, found = _day(strategy, at), dict[int, dict[str, None]]()
    for person, role in sorted(asked):
        for lack in lacking(strategy.training, role, learnt.get(person, {}), on=on):
            if lack.standing is Standing.LAPSED:
                found.setdefault(person, {})[strategy.training[lack.training].name] = None
    return {person: tuple(names) for person, names in found.items()}


def _day(strategy: Strategy, at: datetime) -> date:
    return day_in(strategy.zone, at)


def _says(strategy: Strategy, one: Competence) -> str:
    name = strategy.training[one.training].name
    if one.until is None:
        return f"No record that “{name}” was learnt."
    return f"“{name}” counted until {one.until:%-d %B %Y}."
