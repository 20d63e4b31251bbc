"""Replaying the centre's own past: what is live comes out as it was, and nobody else's is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.queries import replayed
from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies import shipped
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.domain.replay import Outcome, Player
from musterpoint.interfaces.worker.jobs import attempt
from musterpoint.usecases.ask_replay import CannotReplay, ask_replay
from musterpoint.usecases.replay_history import Order, replay_own, unpacked
from tests.factories import at, fresh, log, person
from tests.running import holds, run_due
from tests.usecases.handling import Handling

LATER = at(60 * 24 * 30)
GRAVE_AS_MILD = "  I1: {U1: P1, U2: P1, U3: P2, U4: P3}"


def replayed_as(incident: Incident, version: Version) -> Outcome:
    return Player(version.strategy).play(replayed.past_of(incident, at=LATER))


def live_clocks(incident: Incident) -> dict[str, tuple[object, bool]]:
    rows = Clock.objects.filter(
        incident=incident, cycle=1, kind__in=["acknowledge", "first_update", "restore"]
    )
    return {row.kind: (row.due_at, row.breached_at is not None) for row in rows}


def replayed_clocks(outcome: Outcome) -> dict[str, tuple[object, bool]]:
    return {str(one.kind): (one.due_at, one.breached) for one in outcome.clocks}


def worked(handling: Handling) -> None:
    handling.acknowledge(3)
    handling.update(9)
    handling.resolve(60)


def slow(handling: Handling) -> None:
    handling.acknowledge(50)
    handling.update(90)
    handling.resolve(60 * 40)


def held(handling: Handling) -> None:
    handling.acknowledge(2)
    handling.update(5)
    handling.hold(20)
    handling.resume(200)
    handling.resolve(400)


def raised(handling: Handling) -> None:
    handling.acknowledge(2)
    handling.assess(30, impact="I1", urgency="U1", reason="It spreads")
    handling.update(40)
    handling.resolve(500)


def reopened(handling: Handling) -> None:
    handling.acknowledge(2)
    handling.update(5)
    handling.resolve(60)
    handling.reopen(300)
    handling.resolve(500)


@pytest.mark.parametrize("story", [worked, slow, held, raised, reopened])
@pytest.mark.parametrize(
    "facts",
    [
        {"impact": "I1", "urgency": "U2"},
        {"impact": "I2", "urgency": "U2", "began_at": at(-30)},
        {"impact": "I3", "urgency": "U3", "life_safety": True},
        {"category": "tel_total"},
    ],
)
def test_under_its_own_strategy_an_incident_is_what_it_was(
    story: Callable[[Handling], None],
    facts: dict[str, Any],
    strategy: Version,
    agent: Actor,
    manager: Actor,
) -> None:
    handling = Handling(incident=log(by=agent, **facts), by=manager)
    story(handling)
    row = fresh(handling.incident)

    outcome = replayed_as(row, strategy)

    assert outcome.priority == row.priority
    assert replayed_clocks(outcome) == live_clocks(row)
    assert [one.clause for one in outcome.because] == [one["clause"] for one in row.because]


def test_what_was_judged_first_counts_from_the_beginning(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I3", urgency="U3"), by=manager)
    raised(handling)

    past = replayed.past_of(fresh(handling.incident), at=LATER)

    assert [(one.at, one.facts.impact) for one in past.judgements] == [(at(), "I3"), (at(30), "I1")]


def test_restricted_and_withdrawn_incidents_stay_out(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    kept = log(by=agent)
    log(by=manager, restricted=True)
    Incident.objects.filter(pk=log(by=agent).pk).update(status="withdrawn")

    assert [one.key for one in replayed.pasts(replayed.to_replay(), at=LATER)] == [kept.pk]


def test_a_period_is_half_open(strategy: Version, agent: Actor) -> None:
    rows = [log(by=agent, minutes=minutes) for minutes in (0, 10, 20)]

    found = replayed.to_replay(since=at(0), until=at(20))

    assert [one.key for one in replayed.pasts(found, at=LATER)] == [row.pk for row in rows[:2]]


def test_the_past_is_read_in_batches(
    strategy: Version, agent: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replayed, "AT_ONCE", 2)
    rows = [log(by=agent) for _ in range(5)]

    found = replayed.pasts(replayed.to_replay(), at=LATER)

    assert [one.key for one in found] == [row.pk for row in rows]


def test_the_strategy_in_force_against_itself_changes_nothing(
    strategy: Version, agent: Actor
) -> None:
    log(by=agent, impact="I1", urgency="U1")
    log(by=agent, category="tel_total")
    here = strategies.named("in-force", at=LATER)

    found = replay_own(Order(policy=here, against=here), at=LATER)

    assert found.rows == []
    assert found.figures["incidents"] == 2
    assert found.figures["priority_changes"] == {"from_happened": {}, "from_against": {}}
    assert found.figures["policy"] == {
        "name": "v1",
        "title": here.title,
        "digest": here.digest,
    }


def test_whom_the_paths_really_told_stands_beside_it(strategy: Version, agent: Actor) -> None:
    log(by=agent, impact="I1", urgency="U1", category="tel_total")
    holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")
    run_due(at(0))
    here = strategies.named("in-force", at=LATER)

    happened = replay_own(Order(policy=here, against=None), at=LATER).figures["sides"]["happened"]

    assert (happened["own"], happened["tellings"], happened["at_night"]) == (1, 1, 0)
    assert happened["unanswered"] == 0
    (who,) = happened["load"]
    assert who == "role:it_service_desk"
    assert happened["load"][who][24 + 12] == 1  # a Tuesday at noon


def test_an_alarm_that_nobody_answered_is_counted_as_it_happened(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    run_due(at(60 * 24))
    handling.acknowledge(60 * 25)
    here = strategies.named("in-force", at=LATER)

    sides = replay_own(Order(policy=here, against=None), at=LATER).figures["sides"]

    assert (sides["happened"]["unanswered"], sides["policy"]["unanswered"]) == (1, 1)


def other_text() -> str:
    text = shipped.text()
    assert GRAVE_AS_MILD in text
    return text.replace(GRAVE_AS_MILD, "  I1: {U1: P2, U2: P2, U3: P2, U4: P3}")


def test_another_matrix_says_which_incidents_change(strategy: Version, agent: Actor) -> None:
    changed = log(by=agent, impact="I1", urgency="U1")
    log(by=agent, impact="I3", urgency="U3")
    order = Order(
        policy=strategies.from_text("mine", other_text()),
        against=strategies.named("in-force", at=LATER),
    )

    found = replay_own(order, at=LATER)

    assert found.figures["priority_changes"] == {
        "from_happened": {"P1": {"P2": 1}},
        "from_against": {"P1": {"P2": 1}},
    }
    assert [
        (row["key"], row["priority_against"], row["priority_policy"]) for row in found.rows
    ] == [(changed.pk, "P1", "P2")]


def test_a_job_keeps_figures_rows_and_texts(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    log(by=agent, impact="I1", urgency="U1")
    asked = ask_replay(policy="default", since=at(-1), until=at(1), by=manager, at=at(5))
    jobs.claim(worker="vm:1", at=at(5))

    attempt(asked.pk, 1, now=lambda: at(6))

    job = Job.objects.get()
    assert (job.state, job.says) == ("done", "")
    assert job.result["incidents"] == 1
    assert (job.result["policy"]["name"], job.result["against"]["name"]) == ("default", "v1")
    assert job.blob_name == ""
    kept = unpacked(bytes(job.blob or b""))
    assert (kept["rows"], kept["policy"]) == ([], shipped.text())
    assert (job.done_units, job.all_units) == (0, 1)


def test_a_strategy_that_is_gone_fails_the_job_with_words(manager: Actor) -> None:
    arguments = {"policy": "v7", "against": "", "from": None, "to": None}
    asked = jobs.ask(kind="replay", arguments=arguments, person_id=manager.person_id, at=at())
    jobs.claim(worker="vm:1", at=at())

    attempt(asked.pk, 1, now=lambda: at(1))

    assert Job.objects.get().says.startswith("There is no strategy 'v7'.")


@pytest.mark.parametrize(
    ("what", "field", "says"),
    [
        ({"policy": "v9"}, "policy", "There is no strategy 'v9'"),
        ({"policy": "mine.yaml"}, "policy", "There is no strategy 'mine.yaml'"),
        ({"policy": "draft:99"}, "policy", "There is no strategy 'draft:99'"),
        ({"policy": "draft:x"}, "policy", "There is no strategy 'draft:x'"),
        ({"policy": "default", "against": "v9"}, "against", "There is no strategy 'v9'"),
        (
            {"policy": "default", "since": at(1), "until": at(1)},
            "to",
            "The period ends before it begins.",
        ),
    ],
)
def test_what_cannot_be_replayed_is_refused_and_queues_nothing(
    what: dict[str, object], field: str, says: str, strategy: Version, manager: Actor
) -> None:
    with pytest.raises(CannotReplay) as refused:
        ask_replay(**what, by=manager, at=at())  # type: ignore[arg-type]  # the test names real fields

    (problem,) = refused.value.errors
    assert problem.field == field
    assert problem.says.startswith(says)
    assert not Job.objects.exists()


def test_only_who_may_test_a_strategy_asks_for_a_replay(strategy: Version, agent: Actor) -> None:
    with pytest.raises(NotAllowed):
        ask_replay(policy="default", by=agent, at=at())

    assert not Job.objects.exists()


def test_an_auditor_may_ask(strategy: Version, people: dict[str, Actor]) -> None:
    assert ask_replay(policy="default", by=people[Role.AUDITOR], at=at()).kind == "replay"


def test_a_text_with_errors_is_no_strategy_yet() -> None:
    with pytest.raises(strategies.HasErrors) as refused:
        strategies.from_text("mine", "title: Mine\n")

    assert str(refused.value).startswith("mine has ")
