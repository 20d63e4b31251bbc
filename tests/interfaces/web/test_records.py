"""The pages of exercises and training."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.exercises.models import ExerciseAction, HeldExercise
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.operations import hold_role
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.support.models import TrainingRecord
from musterpoint.domain.authority import Actor
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_an_exercise_is_recorded_and_its_action_done(
    strategy: Version, browser: Client, manager: Actor
) -> None:
    code, rule = next(iter(strategy.strategy.exercises.items()))
    typed = {
        "exercise": code, "held_on": "2026-03-01", "took_part": "12", "outcome": "partly",
        "says": "Slow to find the list", "action": "Print the list", "due_on": "2026-04-01",
        "owner": str(manager.person_id),
    }  # fmt: skip

    answer = browser.post("/strategy/exercises/", typed)
    page = browser.get("/strategy/exercises/").content.decode()

    assert answer.status_code == 302
    assert rule.name in page
    assert "Print the list" in page
    action = ExerciseAction.objects.get()
    browser.post(f"/strategy/exercises/action/{action.pk}/", {"effect": "It hangs by the door"})
    assert "It hangs by the door" in browser.get("/strategy/exercises/").content.decode()


def test_an_action_without_owner_is_refused_beside_its_field(
    strategy: Version, browser: Client
) -> None:
    code = next(iter(strategy.strategy.exercises))
    typed = {"exercise": code, "held_on": "2026-03-01", "took_part": "1", "outcome": "met",
             "says": "Went well", "action": "Print the list"}  # fmt: skip

    answer = browser.post("/strategy/exercises/", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Say this too: nobody does what nobody owns.") == 2
    assert "Went well" in page
    assert not HeldExercise.objects.exists()


def test_training_is_recorded_shown_and_withdrawn(
    strategy: Version, browser: Client, manager: Actor
) -> None:
    hold_role(role="incident_manager", person_id=manager.person_id or 0)
    code = next(
        one.code for one in strategy.strategy.training.values() if "incident_manager" in one.roles
    )
    typed = {"person": str(manager.person_id), "training": code, "learnt_on": "2026-03-01"}
    before = browser.get("/strategy/training/").content.decode()

    browser.post("/strategy/training/", typed)
    after = browser.get("/strategy/training/").content.decode()

    assert after.count("not recorded") == before.count("not recorded") - 1
    record = TrainingRecord.objects.get()
    browser.post(f"/strategy/training/withdraw/{record.pk}/")
    assert browser.get("/strategy/training/").content.decode().count("not recorded") == (
        before.count("not recorded")
    )


def test_the_room_warns_of_a_role_taken_untrained(
    incident: Incident, browser: Client, strategy: Version
) -> None:
    room = f"/incidents/INC-{incident.pk:06d}/"

    browser.post(f"{room}role/", {"role": "incident_manager", "action": "take"})

    assert "was learnt." in browser.get(room).content.decode()


def test_an_agent_reads_and_records_nothing(
    strategy: Version, sign_in: SignIn, agent: Actor
) -> None:
    theirs = sign_in(agent)

    assert theirs.get("/strategy/training/").status_code == 200
    assert theirs.post("/strategy/training/", {}).status_code == 403
    assert theirs.post("/strategy/exercises/", {}).status_code == 403
