"""What each change costs the database: a fixed number of statements, however much there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.factories import log
from tests.usecases.handling import Handling

Step = Callable[[Handling, float], object]

STORY: dict[str, Step] = {
    "acknowledge": lambda h, m: h.acknowledge(m),
    "acknowledge again": lambda h, m: h.acknowledge(m),
    "begin": lambda h, m: h.begin(m),
    "update": lambda h, m: h.update(m),
    "hold": lambda h, m: h.hold(m),
    "resume": lambda h, m: h.resume(m),
    "correct": lambda h, m: h.correct(m, {"nature": f"Minute {m}", "site": "York"}),
    "rise": lambda h, m: h.assess(m, urgency="U2"),
    "category": lambda h, m: h.assess(m, category="crm_slow"),
    "assess": lambda h, m: h.assess(m, urgency="U1"),
    "fall": lambda h, m: h.assess(m, impact="I4", urgency="U4"),
    "resolve": lambda h, m: h.resolve(m),
    "close": lambda h, m: h.close(m),
    "reopen": lambda h, m: h.reopen(m),
}


def costs(handling: Handling) -> dict[str, int]:
    """Tell the story and return what each step cost, savepoints aside."""
    found = {}
    for minute, (name, step) in enumerate(STORY.items(), start=200):
        with CaptureQueriesContext(connection) as queries:
            step(handling, minute)
        found[name] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    return found


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_a_change_costs_the_same_however_long_the_story(
    strategy: Version, agent: Actor, manager: Actor, rounds: int
) -> None:
    handling = Handling(incident=log(by=agent, impact="I2", urgency="U3"), by=manager)
    for number in range(rounds):
        handling.update(number + 1)
        handling.correct(number + 1, {"nature": f"Round {number}"})

    assert costs(handling) == {
        "acknowledge": 14,
        "acknowledge again": 4,
        "begin": 6,
        "update": 10,
        "hold": 8,
        "resume": 8,
        "correct": 8,
        "rise": 17,
        "category": 15,
        "assess": 12,
        "fall": 20,
        "resolve": 15,
        "close": 14,
        "reopen": 15,
    }
