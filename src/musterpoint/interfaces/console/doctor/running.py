"""Checks of what runs on it: the strategy, the people it tells, the worker, the promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Role
from musterpoint.domain.policy.document import Strategy, Tell, TellKind
from musterpoint.domain.rotas import blocks
from musterpoint.interfaces.console.doctor.outcome import Outcome, failed, ok, warning
from musterpoint.usecases.rota_readiness import look_ahead
from musterpoint.usecases.unkept_promises import findings

BEAT_AT_LEAST = timedelta(seconds=30)


def strategy(at: datetime) -> Iterator[Outcome]:
    """A strategy is in force, and whoever its paths tell has a name."""
    try:
        version = policies.in_force(at=at)
    except policies.NoStrategyInForce as refusal:
        remedy = "Run: musterpoint policy publish default"
        yield failed("strategy", str(refusal), remedy=remedy)
        return
    yield ok("strategy", f"Version {version.number} is in force: {version.title}")
    yield from _cover(version.strategy)


def _cover(strategy: Strategy) -> Iterator[Outcome]:
    told = {tell for path in strategy.paths.values() for step in path.steps for tell in step.tell}
    fallbacks = {path.fallback for path in strategy.paths.values()}
    missing = _nobody(told)
    if missing:
        says = f"Nobody answers for: {', '.join(missing)}"
        remedy = "Name somebody for each role; until then the path's fallback is told."
        yield warning("cover", says, remedy=remedy)
    without = _nobody(fallbacks)
    if without:
        says = f"Nobody answers for the last resort of a path: {', '.join(without)}"
        remedy = "Name somebody for it: without them a page could end with the administrators."
        yield failed("fallback", says, remedy=remedy)
    if not missing and not without:
        yield ok("cover", "Every step of every path has somebody to tell")


def _nobody(tells: set[Tell]) -> list[str]:
    roles = {tell.who for tell in tells if tell.kind is TellKind.ROLE}
    teams = {tell.who for tell in tells if tell.kind is TellKind.TEAM}
    people = {tell.who for tell in tells if tell.kind is TellKind.PERSON}
    held, members = organisation.holders_of(roles), organisation.members_of(teams)
    on_rota = rotas.rotas_of_roles(roles)
    return sorted(
        [role for role in roles if not held.get(role) and role not in on_rota]
        + [team for team in teams if not members.get(team)]
        + [person for person in people if accounts.by_email(person) is None]
    )


def people(_: datetime) -> Iterator[Outcome]:
    """Somebody can run the product and somebody can run an incident."""
    for role, who in (
        (Role.ADMINISTRATOR, "administrator"),
        (Role.INCIDENT_MANAGER, "incident manager"),
    ):
        count = len(accounts.with_roles([role]))
        if not count:
            remedy = "Run: musterpoint person add EMAIL --name NAME --role " + role
            yield failed("people", f"There is no {who}", remedy=remedy)
        else:
            yield ok("people", f"{count} people have the role {who}")


def on_call(at: datetime) -> Iterator[Outcome]:
    """Everybody on call in the next four weeks can be reached, and no hour is nobody's."""
    count = rotas.published_count()
    found = look_ahead(at=at) if count else ()
    blocking = blocks(found)
    for finding in blocking:
        yield failed("rotas", f"Rota {finding.rota}: {finding.says}", remedy=finding.remedy)
    if count and not blocking:
        warned = f"; warnings on their pages: {len(found)}" if found else ""
        yield ok("rotas", f"Rotas ready for the next four weeks: {count}{warned}")


def worker(at: datetime) -> Iterator[Outcome]:
    """A worker is alive."""
    beat = timers.last_beat()
    if beat is None or at - beat > BEAT_AT_LEAST:
        says = "No worker runs" if beat is None else f"The last worker was seen {at - beat} ago"
        yield failed("worker", says, remedy="Run: musterpoint worker")
    else:
        yield ok("worker", "A worker runs")


def promises(at: datetime) -> Iterator[Outcome]:
    """What the auditor finds: late timers, unsent messages, incidents without a next step."""
    found = findings(at=at)
    for finding in found:
        remedy = (
            "Look at the worker's log and at the page named." if finding.link else "See the log."
        )
        yield failed(finding.name, finding.says, remedy=remedy)
    if not found:
        yield ok("promises", "No timer is late, no message stuck, no incident forgotten")
