"""Beginning work: from acknowledged only; held and ended incidents have roads of their own."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.refusals import Conflict
from tests.factories import assert_ledger_adds_up, kinds
from tests.usecases.everything import nothing_changes
from tests.usecases.handling import Handling


@pytest.fixture
def handling(incident: Incident, manager: Actor) -> Handling:
    return Handling(incident=incident, by=manager)


def test_work_begins_once_somebody_has_answered(handling: Handling) -> None:
    handling.acknowledge(1)

    handling.begin(2)

    assert (handling.row.status, handling.row.version) == ("in_progress", 3)
    assert kinds(handling.incident) == ["logged", "acknowledged", "work_begun"]
    assert_ledger_adds_up(handling.incident)


def test_work_cannot_begin_before_anybody_answered(handling: Handling) -> None:
    says = (
        "An incident that is logged cannot become in progress."
        " From here it can become acknowledged or withdrawn."
    )
    with nothing_changes(Conflict, status=says):
        handling.begin(1)


def test_work_cannot_begin_twice(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.begin(2)

    says = (
        "An incident that is in progress cannot become in progress."
        " From here it can become on hold or resolved or withdrawn."
    )
    with nothing_changes(Conflict, status=says):
        handling.begin(3)


def test_beginning_work_neither_resumes_nor_reopens(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.hold(2)
    with nothing_changes(Conflict, status="This incident is on hold. Resume it instead."):
        handling.begin(3)

    handling.resolve(4)
    with nothing_changes(Conflict, status="This incident is resolved. Reopen it instead."):
        handling.begin(5)

    handling.close(6)
    with nothing_changes(Conflict, status="This incident is closed. Reopen it instead."):
        handling.begin(7)


def test_agents_and_auditors_begin_no_work(handling: Handling, people: dict[str, Actor]) -> None:
    handling.acknowledge(1)

    for role in ("agent", "administrator", "auditor"):
        with nothing_changes(NotAllowed):
            handling.begin(2, by=people[role])
