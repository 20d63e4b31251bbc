"""What stories begin with: a published strategy, people by role, an incident, instants.

A folder's ``conftest.py`` imports the fixtures it gives to its tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.db import models

from musterpoint.apps import policies as policies_app
from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts import queries as account_queries
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import (
    Clock,
    HelpRequest,
    Incident,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.operations import parts
from musterpoint.apps.incidents.operations.record import as_recorded, plain
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, Role, system
from musterpoint.domain.report import Report
from musterpoint.usecases.verify_ledger import verify_ledger

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
"""A Tuesday in winter time: every calendar of the default strategy is open."""

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(minutes: float = 0) -> datetime:
    """Return the instant this many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def person(name: str, *roles: Role, **more: Any) -> Person:
    """Add an active person with these account roles; the e-mail is made from the name."""
    address = name.lower().replace(" ", ".").replace("'", "")
    return accounts.add_person(
        email=f"{address}@centre.example", name=name, roles=roles, at=LONG_AGO, **more
    )


def as_actor(someone: Person) -> Actor:
    """Return the person as the one who acts."""
    return account_queries.actor_of(someone)


def publish(text: str, *, number_from: datetime = LONG_AGO) -> Version:
    """Publish a strategy text and return the version.

    Its review, years before the stories begin, and the notices that ask people to read it are
    taken away again: no story waits for them.
    """
    from musterpoint.usecases.publish_policy import publish_policy

    published = publish_policy(
        text=text, by=system("tests"), at=number_from, in_force_from=number_from
    )
    Timer.objects.filter(kind="strategy_review").delete()
    Message.objects.filter(purpose="acknowledge").delete()
    return policies.get(published.strategy_id)


def log(*, by: Actor, minutes: float = 0, **facts: Any) -> Incident:
    """Log an incident a few minutes after noon and return its row, fresh from the database."""
    from musterpoint.usecases.log_incident import log_incident

    facts.setdefault("summary", "Calls drop after the second menu")
    logged = log_incident(report=Report(**facts), by=by, at=at(minutes))
    return Incident.objects.get(pk=logged.incident.pk)


def fresh(incident: Incident) -> Incident:
    """Return the incident as it is in the database now."""
    return Incident.objects.get(pk=incident.pk)


def entries(stream: str | Incident) -> list[Entry]:
    """Return the ledger entries of an incident or stream, in order."""
    name = stream.stream if isinstance(stream, Incident) else stream
    return list(Entry.objects.filter(stream=name).order_by("seq"))


def kinds(stream: str | Incident) -> list[str]:
    """Return the kinds of the ledger entries, in order."""
    return [entry.kind for entry in entries(stream)]


def folded(incident: Incident, of: str) -> dict[str, Any]:
    """Return what the ledger adds up to for one part of the incident (``task:1``)."""
    return fold(incident).get(of, {})


def fold(incident: Incident) -> dict[str, dict[str, Any]]:
    """Return what the ledger adds up to, part by part; every old value must be the one before."""
    parts: dict[str, dict[str, Any]] = {}
    for change in (one for entry in entries(incident) for one in entry.data["changes"]):
        values = parts.setdefault(change["of"], {})
        field = change["field"]
        if "add" in change:
            values[field] = [*values.get(field, []), change["add"]]
            continue
        assert values.get(field) == change["old"], change
        values[field] = change["new"]
    return {of: said for of, values in parts.items() if (said := _said(values))}


def rows(incident: Incident) -> dict[str, dict[str, Any]]:
    """Return the incident and its parts as the ledger must add up to them."""
    found = {"incident": as_recorded(fresh(incident))}
    for each in (RoleOnIncident, Task, Obligation, Link, HelpRequest):
        for part in each.objects.filter(incident=incident):
            found[parts.label_of(part)] = _row(part)
    if incident.restricted_to.exists():
        people = incident.restricted_to.order_by("pk").values_list("pk", flat=True)
        found[parts.ACCESS] = {"people": list(people)}
    for clock in Clock.objects.filter(incident=incident):
        found[f"clock:{clock.kind}:{clock.cycle}"] = _row(clock)
    return found


ELSEWHERE = (
    *("run:", "telling:", "decline:", "handover:", "handed:", "offer:"),
    *("fact:", "contradiction:", "update:", "delivery:", "briefing:", "promise:"),
)
"""Parts whose rows only ``verify_ledger`` holds against the ledger."""


def assert_ledger_adds_up(incident: Incident) -> None:
    """Assert that the ledger of an incident adds up to its row and those of its parts."""
    there = {of: values for of, values in fold(incident).items() if not of.startswith(ELSEWHERE)}

    assert there == rows(incident)
    assert verify_ledger(stream=incident.stream).bad is None


def _row(part: models.Model) -> dict[str, Any]:
    return _said(
        {
            field.name: plain(getattr(part, field.attname))
            for field in part._meta.concrete_fields
            if field.name not in {"id", "incident"}
        }
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


class Unchanged:
    """Asserts that a refusal left incidents and ledger as they were.

    Use it around the call that is refused: ``with refused(Named, incident) as refusal:``.
    """

    def __init__(self, refusal: type[Exception], incidents: Iterable[Incident]) -> None:
        self._raises = pytest.raises(refusal)
        self._pks = [incident.pk for incident in incidents]
        self.value: Any = None

    def __enter__(self) -> Unchanged:
        self._before = self._state()
        self._info = self._raises.__enter__()
        return self

    def __exit__(self, *raised: Any) -> bool:
        swallowed = self._raises.__exit__(*raised)
        self.value = self._info.value
        assert self._state() == self._before
        return bool(swallowed)

    def _state(self) -> tuple[list[tuple[int, int, str]], int]:
        rows = Incident.objects.filter(pk__in=self._pks).order_by("pk")
        return list(rows.values_list("pk", "version", "status")), Entry.objects.count()


def refused(refusal: type[Exception], *incidents: Incident) -> Unchanged:
    """Expect ``refusal`` and that neither these incidents nor any ledger changed."""
    return Unchanged(refusal, incidents)


@pytest.fixture
def strategy(db: None) -> Version:
    """The default strategy, published long ago."""
    return publish(default_text())


def default_text() -> str:
    """Return the text of the strategy that ships with the product."""
    return (files(policies_app) / "default" / "strategy.yaml").read_text()


@pytest.fixture
def unagreed(db: None) -> Version:
    """The default strategy, asking nobody's agreement, published long ago."""
    return publish(unagreed_text())


def unagreed_text() -> str:
    """Return the shipped strategy asking nobody: anybody who may publish does so alone."""
    nobody = "agreement:\n  groups: {}\n  approvers: []\n"
    return re.sub(r"^agreement:\n(?:  .*\n)+", nobody, default_text(), flags=re.MULTILINE)


@pytest.fixture
def people(db: None) -> dict[str, Actor]:
    """One actor for every account role, by the name of the role."""
    names = {
        Role.AGENT: "Maya Singh",
        Role.TEAM_LEADER: "Siobhan Kelly",
        Role.INCIDENT_MANAGER: "Asha Patel",
        Role.COMMUNICATIONS: "Carol Reid",
        Role.PLANNER: "Tomasz Nowak",
        Role.QUALITY: "Grace Adeyemi",
        Role.WELFARE: "Lena Fischer",
        Role.ADMINISTRATOR: "Victor Osei",
        Role.AUDITOR: "Ines Duarte",
    }
    return {str(role): as_actor(person(name, role)) for role, name in names.items()}


@pytest.fixture
def manager(people: dict[str, Actor]) -> Actor:
    """The incident manager."""
    return people["incident_manager"]


@pytest.fixture
def leader(people: dict[str, Actor]) -> Actor:
    """The team leader."""
    return people["team_leader"]


@pytest.fixture
def agent(people: dict[str, Actor]) -> Actor:
    """The agent."""
    return people["agent"]


@pytest.fixture
def incident(strategy: Version, agent: Actor) -> Incident:
    """An incident that the agent has just logged."""
    return log(by=agent)
