"""The sample centre: a week of history, a live day, and a ledger that adds up."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.queries.unwatched import with_unwatched_duties
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import drafts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.agreement import contributions, last_round, waits
from musterpoint.apps.rotas import queries as rotas
from musterpoint.domain.authority import Role
from musterpoint.domain.states import OPEN, Status
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.sample import centre, drafting, history
from musterpoint.usecases.rota_readiness import look_ahead
from musterpoint.usecases.verify_ledger import verify_ledger

pytestmark = pytest.mark.django_db


def test_the_demo_shows_a_believable_centre_and_seeds_it_once() -> None:
    call_command("policy", "ensure", stdout=StringIO())
    printed = StringIO()

    call_command("sample_centre", stdout=printed)
    call_command("sample_centre", stdout=StringIO())

    roles = {role for person in accounts.everybody() for role in person.roles}
    assert roles == {str(role) for role in Role}
    assert Incident.objects.count() == len(history.WEEK) + 6
    assert Incident.objects.filter(status__in=OPEN).count() == 6
    assert Incident.objects.filter(status=Status.RESOLVED).count() == 1
    major = Incident.objects.get(declared_at__isnull=False)
    assert (major.priority, major.is_major, major.owner.name) == ("P1", True, "Asha Patel")  # type: ignore[union-attr]  # it has an owner
    assert Run.objects.filter(incident__status=Status.LOGGED, state="running").exists()
    covers = rotas.every_cover(at=clock.now())
    assert {code: len(cover.answers) for code, cover in covers.items()} == {
        "incident-managers": 1,
        "technology": 2,
    }
    (swap,) = rotas.open_swaps(after=clock.now())
    assert (swap.giver.name, swap.state) == ("Ben Okafor", "accepted")
    assert [one.person.name for one in rotas.absences(after=clock.now())] == ["Tomasz Nowak"]
    assert {one.severity for one in look_ahead(at=clock.now())} <= {"warns"}
    assert with_unwatched_duties(at=clock.now()) == []
    services = {row.code for row in organisation.services()}
    assert services == policies.in_force(at=clock.now()).strategy.services.keys()
    (draft,) = drafts.listed()
    assert (draft.state, draft.errors, draft.title) == ("consultation", 0, drafting.TITLE)
    round_ = last_round(draft.pk)
    assert round_ is not None
    said = contributions(round_.pk)
    assert [one.number for one in said] == [1, 2, 3, 4, 5, 6]
    assert [one.number for one in said if waits(one)] == [1, 3, 6]
    assert verify_ledger().bad is None
    assert centre.PASSWORD in printed.getvalue()
