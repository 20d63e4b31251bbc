"""What was logged unsure and left alone: somebody is asked to say what it is."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.prompt_triage import SAYS
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, person
from tests.running import holds, run_due, told
from tests.usecases.everything import armed
from tests.usecases.handling import Handling


@pytest.fixture
def unsure(strategy: Version, agent: Actor, manager: Actor) -> Incident:
    """An incident whose reporter could not say what it was."""
    answers = dict.fromkeys(("Q1", "Q2", "Q6", "Q7", "Q8"), False) | {"Q9": True}
    return log(by=agent, triage=answers)


def test_after_a_quarter_of_an_hour_the_incident_manager_is_asked(unsure: Incident) -> None:
    run_due(at(14.9))
    assert told("triage") == []

    run_due(at(15))
    run_due(at(16))

    assert told("triage") == ["Asha Patel"]
    assert Message.objects.get(purpose="triage").body == SAYS
    assert fresh(unsure).reassess_reason == SAYS
    entry = next(one for one in entries(unsure) if one.kind == "triage_prompted")
    assert entry.data["because"] == [{"clause": "logging.triage_within", "says": SAYS}]
    assert armed(TimerKind.TRIAGE_DUE) == {}
    assert_ledger_adds_up(unsure)


def test_who_answers_for_the_role_is_asked_before_everybody_with_the_account_role(
    unsure: Incident,
) -> None:
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager")

    run_due(at(15))

    assert told("triage") == ["Omar Aziz"]


@pytest.mark.parametrize("answer", [Handling.acknowledge, Handling.assess])
def test_once_somebody_answered_or_judged_nobody_is_asked(
    unsure: Incident, manager: Actor, answer: object
) -> None:
    assert callable(answer)
    answer(Handling(incident=unsure, by=manager), 5)

    run_due(at(20))

    assert told("triage") == []
    assert "triage_prompted" not in kinds(unsure)
