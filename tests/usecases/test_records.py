"""Exercises that were held, what was done because of them, and what people have learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from musterpoint.apps.exercises.models import ExerciseAction, HeldExercise
from musterpoint.apps.exercises.operations import NoSuchAction
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting import records
from musterpoint.apps.support.models import TrainingRecord
from musterpoint.apps.support.operations import NoSuchRecord
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.conformity import RecordKind, Status
from musterpoint.domain.exercise_programme import Outcome
from musterpoint.usecases.record_exercise import (
    AlreadyDone,
    NoSuchOwner,
    NotHeldYet,
    NotInTheProgramme,
    ToDo,
    finish_exercise_action,
    record_exercise,
)
from musterpoint.usecases.record_training import (
    NoSuchPerson,
    NoSuchTraining,
    NotLearntYet,
    RecordedBefore,
    record_training,
    withdraw_training,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.work_roles import assign_role, take_role
from tests.factories import at

pytestmark = pytest.mark.django_db
TODAY = at().date()


@pytest.fixture
def code(strategy: Version) -> str:
    """An exercise of the programme."""
    return next(iter(strategy.strategy.exercises))


def hold(code: str, by: Actor, **more: object) -> HeldExercise:
    given: dict[str, object] = {
        "exercise": code, "held_on": TODAY, "outcome": Outcome.MET, "says": "All out in 4 min",
        "by": by, "at": at(),
    }  # fmt: skip
    return record_exercise(**(given | more))  # type: ignore[arg-type]  # each call names its own


def test_an_exercise_is_recorded_with_what_is_to_be_done(
    code: str, manager: Actor, leader: Actor
) -> None:
    action = ToDo(says="Mend the siren", owner_id=leader.person_id or 0, due_on=TODAY)

    held = hold(code, manager, actions=(action,), took_part=38)

    assert (held.took_part, held.outcome, held.kind) == (38, "met", held.kind)
    assert [one.says for one in held.actions.all()] == ["Mend the siren"]
    kinds = Entry.objects.filter(stream=held.stream).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["exercise_held", "exercise_action_added"]
    assert verify_ledger().bad is None


def test_its_owner_says_that_an_action_is_done_and_what_came_of_it(
    code: str, manager: Actor, leader: Actor
) -> None:
    held = hold(
        code, manager, actions=(ToDo(says="x", owner_id=leader.person_id or 0, due_on=TODAY),)
    )
    action = held.actions.get()

    finish_exercise_action(action_id=action.pk, effect=" It sounds ", by=leader, at=at(5))

    action.refresh_from_db()
    assert (action.done_at, action.effect) == (at(5), "It sounds")
    assert verify_ledger().bad is None
    with pytest.raises(AlreadyDone):
        finish_exercise_action(action_id=action.pk, effect="again", by=leader, at=at(6))


def test_an_action_without_effect_or_of_somebody_else_stays_open(
    code: str, manager: Actor, leader: Actor, agent: Actor
) -> None:
    held = hold(
        code, manager, actions=(ToDo(says="x", owner_id=leader.person_id or 0, due_on=TODAY),)
    )
    action = held.actions.get()

    with pytest.raises(Refusal, match="an action counts by its effect"):
        finish_exercise_action(action_id=action.pk, effect=" ", by=leader, at=at())
    with pytest.raises(NotAllowed):
        finish_exercise_action(action_id=action.pk, effect="done", by=agent, at=at())
    with pytest.raises(NoSuchAction):
        finish_exercise_action(action_id=action.pk + 1, effect="done", by=leader, at=at())

    assert ExerciseAction.objects.get().done_at is None


def test_what_cannot_be_recorded_is_refused_and_nothing_is_kept(code: str, manager: Actor) -> None:
    for wrong, refusal in (
        ({"exercise": "no_such"}, NotInTheProgramme),
        ({"held_on": TODAY + timedelta(days=1)}, NotHeldYet),
        ({"says": "  "}, Refusal),
        ({"took_part": -1}, Refusal),
        ({"actions": (ToDo(says="x", owner_id=0, due_on=TODAY),)}, NoSuchOwner),
        ({"actions": (ToDo(says=" ", owner_id=manager.person_id or 0, due_on=TODAY),)}, Refusal),
    ):
        with pytest.raises(refusal):
            hold(code, manager, **wrong)

    assert not HeldExercise.objects.exists()
    assert not Entry.objects.filter(stream__startswith="exercise:").exists()


def test_an_agent_records_nothing(code: str, agent: Actor) -> None:
    with pytest.raises(NotAllowed):
        hold(code, agent)

    assert not HeldExercise.objects.exists()


def test_what_was_held_and_done_answers_a_framework(
    strategy: Version, code: str, manager: Actor
) -> None:
    before = records.facts(strategy, at=at())
    held = hold(
        code, manager, actions=(ToDo(says="x", owner_id=manager.person_id or 0, due_on=TODAY),)
    )
    finish_exercise_action(action_id=held.actions.get().pk, effect="It works", by=manager, at=at(1))

    after = records.facts(strategy, at=at(2))

    assert before[RecordKind.ACTIONS].status is Status.GAP
    assert after[RecordKind.ACTIONS].status is Status.MET


def test_a_day_is_that_of_the_strategy_s_zone(strategy: Version, code: str, manager: Actor) -> None:
    after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 July in London
    once = replace(strategy.strategy.exercises[code], last_held_on=None)
    rules = replace(strategy.strategy, exercises={code: once})
    hold(code, manager, held_on=date(2026, 7, 2), at=after_midnight)

    found = records.facts(replace(strategy, strategy=rules), at=after_midnight)

    assert found[RecordKind.EXERCISES_HELD].status is Status.MET


@pytest.fixture
def asked(strategy: Version) -> tuple[str, str]:
    """A training of the strategy and a role that it is asked of."""
    return next((one.code, role) for one in strategy.strategy.training.values()
                for role in one.roles if role == "incident_manager")  # fmt: skip


def learn(training: str, by: Actor, on: date = TODAY) -> int:
    return record_training(
        person_id=by.person_id or 0, training=training, learnt_on=on, by=by, at=at()
    )


def reasons(incident: Incident, kind: str) -> list[str]:
    entry = Entry.objects.filter(stream=incident.stream, kind=kind).latest("seq")
    return [one["says"] for one in entry.data.get("because", [])]


def test_taking_a_role_untrained_warns_and_goes_on(
    incident: Incident, manager: Actor, asked: tuple[str, str], strategy: Version
) -> None:
    training, role = asked
    name = strategy.strategy.training[training].name

    take_role(incident_id=incident.pk, role=role, by=manager, at=at(1))

    assert f"No record that “{name}” was learnt." in reasons(incident, "role_taken")


def test_assigning_a_role_to_somebody_whose_training_lapsed_says_since_when(
    incident: Incident, manager: Actor, leader: Actor, asked: tuple[str, str], strategy: Version
) -> None:
    training, role = asked
    rule = strategy.strategy.training[training]
    long_ago = TODAY - rule.valid_for - timedelta(days=1)
    record_training(
        person_id=manager.person_id or 0, training=training, learnt_on=long_ago, by=leader, at=at()
    )

    assign_role(
        incident_id=incident.pk, role=role, person_id=manager.person_id or 0, by=leader, at=at(1)
    )

    until = long_ago + rule.valid_for
    assert f"“{rule.name}” counted until {until:%-d %B %Y}." in reasons(incident, "role_assigned")


def test_what_was_learnt_is_no_longer_lacking(
    incident: Incident, manager: Actor, strategy: Version
) -> None:
    for training in strategy.strategy.training:
        learn(training, manager)

    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))

    assert reasons(incident, "role_taken") == []


def test_a_record_withdrawn_counts_no_longer(manager: Actor, asked: tuple[str, str]) -> None:
    record = learn(asked[0], manager)

    withdraw_training(record_id=record, by=manager, at=at(3))

    assert TrainingRecord.objects.get().withdrawn_at == at(3)
    with pytest.raises(NoSuchRecord):
        withdraw_training(record_id=record, by=manager, at=at(4))
    learn(asked[0], manager)  # and may be recorded anew


def test_training_that_cannot_be_recorded_is_refused(
    manager: Actor, agent: Actor, asked: tuple[str, str]
) -> None:
    learn(asked[0], manager)

    with pytest.raises(RecordedBefore):
        learn(asked[0], manager)
    with pytest.raises(NoSuchTraining):
        learn("no_such", manager)
    with pytest.raises(NotLearntYet):
        learn(asked[0], manager, TODAY + timedelta(days=1))
    with pytest.raises(NoSuchPerson):
        record_training(person_id=0, training=asked[0], learnt_on=TODAY, by=manager, at=at())
    with pytest.raises(NotAllowed):
        learn(asked[0], agent)

    assert TrainingRecord.objects.count() == 1
