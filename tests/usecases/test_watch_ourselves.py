"""The auditor finds promises that were not kept, says so once, and is well when none is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.alerts import queries as alerts
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident, Task
from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.operations import Letter, Room
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import OutsideCalendar, Rota
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.unkept_promises import findings
from musterpoint.usecases.watch_ourselves import (
    all_is_well,
    first_look,
    watch_ourselves,
)
from tests.factories import at, log, person
from tests.rotas import put_in_force, rota, weekly
from tests.running import run_due, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor() -> object:
    return person("Victor Osei", Role.ADMINISTRATOR)


def look(minute: float) -> None:
    if minute == 0:
        timers.ensure([first_look(at=at(0))], at=at(0))
    (due,) = [t for t in timers.claim_due(at=at(minute), limit=10) if t.kind == "audit"]
    watch_ourselves([due], at(minute))
    timers.fired([due], at=at(minute))


def names(minute: float) -> list[str]:
    return [finding.name for finding in findings(at=at(minute))]


def test_all_is_well_when_nothing_is_found() -> None:
    look(0)

    assert all_is_well(at=at(0))
    assert names(0) == []


def test_it_looks_again_each_minute() -> None:
    look(0)

    assert Timer.objects.get(kind="audit", fired_at=None).due_at == at(1)


def test_a_look_that_is_overdue_is_not_well() -> None:
    look(0)

    assert not all_is_well(at=at(4))


def test_a_late_timer_is_told_once_while_it_stands(victor: object) -> None:
    timers.arm([Due(kind="review_due", key="1", at=at(0))], at=at(0))
    look(0)
    assert all_is_well(at=at(0))

    for minute in (2, 3, 4):
        look(minute)

    assert told("audit") == ["Victor Osei"]
    assert not all_is_well(at=at(4))
    assert Message.objects.filter(purpose="audit", channel="email").count() == 1


def test_what_comes_back_is_told_again(victor: object) -> None:
    look(0)
    timers.arm([Due(kind="review_due", key="1", at=at(0))], at=at(0))
    look(2)
    timers.disarm([("review_due", "1")], at=at(2))
    look(3)
    timers.arm([Due(kind="review_due", key="1", at=at(0))], at=at(3))
    look(4)

    assert told("audit") == ["Victor Osei", "Victor Osei"]


def test_a_timer_that_fails_is_named_with_its_error() -> None:
    timers.arm([Due(kind="review_due", key="7", at=at(0))], at=at(0))
    (timer,) = timers.claim_due(at=at(0), limit=1)
    timers.put_off(timer, retry_at=at(5), error="ValueError: no such thing")

    (finding,) = findings(at=at(0.5))
    assert finding.name == "failing_timers"
    assert "review_due 7: ValueError: no such thing" in finding.says


def test_a_message_that_waits_too_long_is_found() -> None:
    letter = Letter(
        key="k", stream="incident:1", channel="email", subject="s", body="b", address="a@b.example"
    )
    notifications.queue([letter], at=at(0))

    assert names(1) == []
    assert names(3) == ["unsent_messages"]


def test_a_message_given_up_is_found_at_once_and_until_somebody_owns_it() -> None:
    letter = Letter(
        key="k", stream="incident:1", channel="email", subject="s", body="b", address="a@b.example"
    )
    notifications.queue([letter], at=at(0))
    room = Room(channel="email", pressing=1, other=1)
    (message,) = notifications.claim(worker="w", at=at(0), rooms=[room])
    notifications.failed(message, at=at(0), error="550 no such user", lasting=True)

    (finding,) = findings(at=at(1))
    assert finding.name == "dead_messages"
    assert "550 no such user" in finding.says
    assert names(20) == ["dead_messages", "unowned_dead_letters"]
    assert names(120) == ["unowned_dead_letters"]
    Message.objects.update(owner=person("Victor Osei", Role.ADMINISTRATOR))
    assert names(120) == []


def test_a_worker_that_fell_silent_is_found_and_later_forgotten(victor: object) -> None:
    timers.beat(worker="vm:1", started_at=at(0), at=at(0))
    look(0)
    look(2)
    assert names(2) == ["silent_worker:vm:1"]

    look(12)

    assert not any(name.startswith("silent_worker") for name in names(12))
    about_it = Message.objects.filter(purpose="audit", channel="in_product", body__contains="vm:1")
    assert about_it.count() == 1


def test_an_open_incident_without_a_next_step_is_found(
    strategy: Version, people: dict[str, Actor]
) -> None:
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    assert not any(name.startswith("no_next_step") for name in names(2))
    run = Run.objects.get(incident=incident)
    timers.disarm([("path_step", str(run.pk))], at=at(2))

    found = [one for one in findings(at=at(2)) if one.name.startswith("no_next_step")]

    assert [one.name for one in found] == [f"no_next_step:{incident.pk}"]
    assert incident.ref in found[0].says


def test_a_path_that_ended_without_an_answer_is_told_to_managers_too(
    strategy: Version, people: dict[str, Actor]
) -> None:
    log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    run_due(at(600))
    timers.ensure([first_look(at=at(601))], at=at(601))

    run_due(at(601))

    assert {"Asha Patel", "Victor Osei"} <= set(told("audit"))


def test_an_answered_incident_needs_no_next_step(
    strategy: Version, people: dict[str, Actor]
) -> None:
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    run_due(at(600))
    Incident.objects.filter(pk=incident.pk).update(acknowledged_at=at(1), status="acknowledged")

    assert not any(name.startswith("no_next_step") for name in names(601))


def test_many_forgotten_ones_of_little_weight_hide_no_grave_one(
    strategy: Version, people: dict[str, Actor]
) -> None:
    for urgency in [*["U4"] * 51, "U1"]:
        impact = urgency.replace("U", "I")
        log(by=people["agent"], category="tel_total", impact=impact, urgency=urgency)
    Timer.objects.filter(kind="path_step").delete()
    grave = Incident.objects.order_by("-id")[0]

    found = [name for name in names(2) if name.startswith("no_next_step")]

    assert len(found) == 52
    assert found[0] == f"no_next_step:{grave.pk}"


def test_a_finding_stands_as_an_alert_until_it_is_gone(victor: object) -> None:
    timers.arm([Due(kind="review_due", key="1", at=at(0))], at=at(0))
    look(0)
    look(2)

    (standing,) = alerts.about_ourselves()
    assert (standing.dedup_key, standing.first_at) == ("late_timers", at(2))
    look(3)
    assert [one.pk for one in alerts.about_ourselves()] == [standing.pk]

    timers.disarm([("review_due", "1")], at=at(4))
    look(4)

    assert alerts.about_ourselves() == []
    (over,) = alerts.about_ourselves(standing=False)
    assert (over.pk, over.resolved_at) == (standing.pk, at(4))


def test_a_clock_that_drifts_from_the_database_is_found() -> None:
    timers.beat(worker="vm:1", started_at=at(0), at=at(0), database_ahead=timedelta(seconds=-90))
    timers.beat(worker="vm:2", started_at=at(0), at=at(0), database_ahead=timedelta(seconds=1))

    (finding,) = findings(at=at(0.5))

    assert finding.name == "clocks_apart:vm:1"
    assert "90 s behind" in finding.says


def test_an_incident_with_nothing_ahead_of_it_is_found(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    incident = log(by=people["agent"], category="tel_total", impact="I3", urgency="U3")
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    assert names(5) == []
    Task.objects.filter(incident=incident).update(done_at=at(2))
    Incident.objects.filter(pk=incident.pk).update(next_due_at=None, next_due_kind="")

    assert names(5) == [f"forgotten:{incident.pk}"]


def test_an_alert_about_a_restricted_incident_is_not_for_everybody(
    strategy: Version, people: dict[str, Actor], manager: Actor
) -> None:
    incident = log(by=manager, category="tel_total", impact="I1", urgency="U1")
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    timers.disarm([("path_step", str(Run.objects.get(incident=incident).pk))], at=at(1))
    look(0)
    look(2)

    agent = Person.objects.get(pk=people["agent"].person_id or 0)
    assert alerts.about_ourselves(agent) == []
    assert [one.incident_id for one in alerts.about_ourselves()] == [incident.pk]


def test_an_outside_calendar_not_read_for_a_day_is_found() -> None:
    rota = Rota.objects.create(code="night", name="Night", draft={}, changed_at=at(0))
    OutsideCalendar.objects.create(
        rota=rota, layer="all", url="https://calendars.example/a.ics", added_at=at(0),
        fetched_at=at(60), last_error="404 Not Found",
    )  # fmt: skip

    assert names(60 + 24 * 60) == []
    (finding,) = findings(at=at(61 + 24 * 60))
    assert "Night has not been read for 24 h" in finding.says
    assert finding.says.endswith("404 Not Found")


def test_somebody_on_call_who_cannot_be_told_any_more_is_found() -> None:
    ann, kim = person("Ann Lee", Role.TEAM_LEADER), person("Kim Lund", Role.TEAM_LEADER)
    boss = person("Di Fox", Role.INCIDENT_MANAGER)
    put_in_force(rota("desk", weekly("first", ann.pk, kim.pk), fallback=boss.pk))
    assert names(0) == []

    for one in (ann, kim):
        ContactMethod.objects.create(
            holder=f"person:{one.pk}", person=one, channel="email", address=one.email,
            verified_at=at(-60), added_at=at(-60), broken_at=at(-1), broken_says="550 no such user",
        )  # fmt: skip

    (finding,) = findings(at=at(0))
    assert finding.name == f"rota_unreachable:desk:{kim.pk}"
    assert "Kim Lund. This person has no working way to be reached" in finding.says
    assert finding.link == "/rotas/desk/"


@pytest.mark.parametrize(("count", "says"), [(1, "1 message was"), (2, "2 messages were")])
def test_what_it_found_is_counted_in_words(count: int, says: str, victor: Person) -> None:
    letters = [
        Letter(key=f"dead:{n}", stream="incident:1", channel="email", recipient_id=victor.pk,
               subject="Down", body="b", link="/")
        for n in range(count)
    ]  # fmt: skip
    notifications.queue(letters, at=at(0))
    Message.objects.update(state="dead", died_at=at(1), last_error="550")

    assert f"{says} given up in the last hour." in findings(at=at(2))[0].says


def test_jobs_that_no_worker_takes_are_found() -> None:
    jobs.ask(kind="replay", arguments={}, person_id=None, at=at(0))

    assert names(5) == []
    assert [f.says for f in findings(at=at(6)) if f.name == "waiting_jobs"] == [
        "1 job is waiting and no worker takes any, the oldest for 6 min."
    ]
