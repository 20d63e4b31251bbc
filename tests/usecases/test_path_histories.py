"""Random histories of a path, through the use cases and the database, beside the simple model.

What was told when, what is armed and which messages wait must be what the model says, whatever
people do, whoever is on duty and however long the worker is away.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.rotas.models import Absence, Override, Rota
from musterpoint.apps.timers import queries as timers
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.policy.document import Path
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.domain.run_model import Model
from tests.factories import NOON, as_actor, at, default_text, fresh, log, person, publish
from tests.rotas import put_in_force, rota, weekly
from tests.running import holds, run_due
from tests.usecases.handling import Handling

CHANGES = (
    ("tell: [role it_service_desk]\n", "tell: [role it_service_desk]\n        need: 2\n"),
    ("tell: [role duty_manager]\n", "tell: [rota duty]\n        skip_when_absent: true\n"),
    (
        "tell: [role incident_manager, role communications_lead]\n",
        "tell: [role incident_manager]\n        hours: business\n",
    ),
)
FAR = datetime(2026, 12, 1, tzinfo=UTC)
PRIORITY = {"P1": ("I1", "U1"), "P3": ("I3", "U2")}
WHO = st.sampled_from(["desk", "second", "duty", "stand_in", "lead", "head", "sponsor"])

EVENTS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 90)),
    st.tuples(st.just("wait"), st.integers(60, 900)),
    st.tuples(st.just("outage"), st.integers(5, 900)),
    st.tuples(st.just("yes"), WHO),
    st.tuples(st.just("no"), WHO),
    st.tuples(st.just("no"), WHO),
    st.tuples(st.just("assess"), st.sampled_from(["P1", "P3"])),
    st.tuples(st.just("away"), st.booleans()),
    st.tuples(st.just("override"), st.booleans()),
    st.tuples(st.sampled_from(["begin", "hold", "resume"]), st.none()),
)


def crew() -> dict[str, Person]:
    """Return everybody the path can come to, answering for their roles."""
    lead = person("Lead", Role.INCIDENT_MANAGER)
    return {
        "desk": holds(person("Desk", Role.TEAM_LEADER), "it_service_desk", rank=1),
        "second": holds(person("Second", Role.TEAM_LEADER), "it_service_desk", rank=2),
        "duty": person("Duty", Role.TEAM_LEADER),
        "stand_in": person("Stand in", Role.TEAM_LEADER),
        "lead": holds(lead, "incident_manager"),
        "head": holds(person("Head", Role.INCIDENT_MANAGER), "head_of_operations"),
        "sponsor": holds(person("Sponsor", Role.INCIDENT_MANAGER), "executive_sponsor"),
    }


class History:
    """One incident, and the model of its path."""

    def __init__(self, incident: Incident, path: Path, people: dict[str, Person], by: Actor):
        self.incident, self.people, self.by = incident, people, by
        self.handling = Handling(incident=incident, by=by)
        self.model = Model(path=path, priority=incident.priority)
        self.minute = 0
        self.work()

    @property
    def run(self) -> Run:
        return Run.objects.filter(incident=self.incident).latest("id")

    def wait(self, span: int) -> None:
        until = self.minute + span
        while (due := self.model.next_due()) is not None and due <= until:
            self.minute = max(self.minute, due)
            self.work()
        self.outage(until - self.minute)

    def outage(self, span: int) -> None:
        self.minute += span
        self.work()

    def work(self) -> None:
        expected = self.model.work(self.minute, self._is_left_out)
        before = Telling.objects.filter(run=self.run, state="told").count()
        run_due(at(self.minute))
        rows = Telling.objects.filter(run=self.run, state="told").order_by("id")[before:]
        assert {row.step: row.round for row in rows} == expected
        for row in rows:
            self._was_told(row)

    def _was_told(self, row: Telling) -> None:
        called = {str(one["person"]) for one in row.told}
        assert called, "never nobody"
        assert row.told_at == at(self.minute)
        assert not called & self.model.no or "every administrator" in row.says
        self.model.people.setdefault(row.step, set()).update(called)

    def yes(self, who: str) -> None:
        code = str(self.people[who].pk)
        self.handling.by = as_actor(self.people[who])
        self.handling.acknowledge(self.minute)
        self.handling.by = self.by
        if not self.model.is_over and code not in self.model.yes:
            self.model.answer(code)

    def no(self, who: str) -> None:
        someone = self.people[who]
        decline_call(
            incident_id=self.incident.pk, reason="No", by=as_actor(someone), at=at(self.minute)
        )
        assert not self.model.is_over
        self.model.refuse(str(someone.pk), self.minute)

    def assess(self, priority: str) -> None:
        impact, urgency = PRIORITY[priority]
        was, is_running = fresh(self.incident).priority, self.run.state == "running"
        self.handling.assess(self.minute, impact=impact, urgency=urgency, reason="Judged")
        if priority < was:
            self.model.climb(priority, self.minute)
        elif priority > was and is_running:
            self.model.calm(priority, self.minute)

    def away(self, is_away: bool) -> None:
        duty = self.people["duty"]
        Absence.objects.filter(person=duty).update(ended_at=at(self.minute))
        if is_away:
            Absence.objects.create(
                person=duty, start=at(self.minute - 1), end=FAR, made_at=at(self.minute)
            )

    def override(self, is_on: bool) -> None:
        Override.objects.update(ended_at=at(self.minute))
        if is_on:
            Override.objects.create(
                rota=Rota.objects.get(code="duty"),
                layer="first",
                start=at(self.minute - 1),
                end=FAR,
                person=self.people["stand_in"],
                made_at=at(self.minute),
            )

    def begin(self, _: None) -> None:
        self.handling.begin(self.minute)

    def hold(self, _: None) -> None:
        self.handling.hold(self.minute)

    def resume(self, _: None) -> None:
        self.handling.resume(self.minute)

    def _is_left_out(self, step: str, minute: int) -> bool:
        if step == "incident_manager":
            now = at(minute)
            return not (now.weekday() < 5 and 8 <= now.hour < 18)
        return step == "duty_manager" and self._on_duty() in (None, *self.model.no)

    def _on_duty(self) -> str | None:
        if Override.objects.filter(ended_at=None).exists():
            return str(self.people["stand_in"].pk)
        is_away = Absence.objects.filter(ended_at=None).exists()
        return None if is_away else str(self.people["duty"].pk)

    def check(self) -> None:
        run, due = self.run, self.model.next_due()
        armed = timers.armed(kind=TimerKind.PATH_STEP, key=str(run.pk))
        states = {"running": False, "exhausted": False, "acknowledged": True}
        assert states[run.state] is self.model.is_over
        assert (armed is None) is (due is None)
        if armed is not None and due is not None:
            assert armed.due_at == at(due) or armed.due_at <= at(self.minute) >= at(due)
        queued = Message.objects.filter(stream=self.incident.stream, purpose="path", state="queued")
        assert not (self.model.is_over and queued.exists()), "what waits is taken back"
        calls = Message.objects.filter(
            stream=self.incident.stream, purpose="path", channel="in_product"
        )
        rung = Counter(calls.values_list("recipient", "key"))
        assert not rung or max(rung.values()) == 1


@pytest.fixture
def scene(people: dict[str, Actor]) -> tuple[dict[str, Person], Path]:
    """Everybody who may be called, and the path with conditions that calls them."""
    found = crew()
    put_in_force(rota("duty", weekly("first", found["duty"].pk)))
    text = default_text()
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new, 1)
    return found, publish(text).strategy.paths["technology"]


@pytest.mark.slow
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(EVENTS, min_size=4, max_size=16))
def test_the_database_holds_what_the_model_says(
    people: dict[str, Actor],
    scene: tuple[dict[str, Person], Path],
    story: list[tuple[str, Any]],
) -> None:
    Timer.objects.filter(fired_at=None, cancelled_at=None).update(cancelled_at=NOON)
    Absence.objects.all().delete()
    Override.objects.all().delete()
    manager = people["incident_manager"]
    incident = log(by=manager, category="crm_down", impact="I3", urgency="U2")
    history = History(incident, scene[1], scene[0], manager)

    for name, said in story:
        try:
            getattr(history, name)(said)
        except Refusal:  # not everything is possible at every moment
            continue
        history.check()

    history.wait(60 * 24)
    history.check()
    assert history.run.brought_forward >= timedelta(0)
    assert verify_ledger(stream=incident.stream).bad is None
