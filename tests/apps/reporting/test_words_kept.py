"""What the plan owed each audience of our own incidents, and what came in time."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.reporting.words_kept import as_plain, lately, words_of
from musterpoint.domain.authority import Actor
from tests.factories import at, fresh
from tests.usecases.telling import fact, grave, sent, verified


def told(people: dict[str, Actor], *, minutes: float) -> Incident:
    """Write to customers about a P1, whose plan wants a first word within fifteen minutes."""
    incident = grave(people["agent"])
    manager = people["incident_manager"]
    assert manager.person_id is not None
    RoleHolder.objects.create(role="communications_lead", person_id=manager.person_id)
    number = verified(incident, people["team_leader"])
    sent(incident, [fact(number)], people["communications"], manager, minutes)
    return fresh(incident)


@pytest.mark.parametrize(("minutes", "kept"), [(5, 1), (13, 1), (14, 0)])
def test_a_first_word_is_kept_up_to_its_minute(
    strategy: object, people: dict[str, Actor], minutes: float, kept: int
) -> None:
    told(people, minutes=minutes)

    sums = as_plain(lately(at=at(25)))["by_audience"]["customers"]

    assert sums == {"due": 1, "kept": kept, "share": float(kept)}


def test_who_heard_nothing_was_owed_a_word(strategy: object, people: dict[str, Actor]) -> None:
    incident = told(people, minutes=5)

    words = words_of(incident, at=at(25))

    silent = {word.audience for word in words if word.came_at is None}
    assert {"colleagues", "leaders", "executives"} <= silent
    assert "customers" not in silent


def test_a_restricted_or_imported_incident_owes_nobody(
    strategy: object, people: dict[str, Actor]
) -> None:
    grave(people["incident_manager"], restricted=True)

    assert as_plain(lately(at=at(60))) == {"due": 0, "kept": 0, "share": None, "by_audience": {}}
