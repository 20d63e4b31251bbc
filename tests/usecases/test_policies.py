"""Stories of the strategy: published once, frozen for ever, moved to on purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.ledger.models import Entry, Head
from musterpoint.apps.organisation.operations import add_contact
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import Rota
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.move_to_policy import (
    CodesGone,
    NoSuchVersion,
    NotNewer,
    VerdictWouldChange,
    move_to_policy,
)
from musterpoint.usecases.publish_policy import (
    InForceBeforePublishing,
    NothingNew,
    NotThere,
    StrategyHasErrors,
    publish_policy,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.working import IncidentIsOver
from tests.factories import (
    assert_ledger_adds_up,
    at,
    entries,
    fresh,
    log,
    refused,
    unagreed_text,
)

STRICTER = unagreed_text().replace("I3: {U1: P2, U2: P3, U3: P4", "I3: {U1: P2, U2: P3, U3: P3")
QUICKER = unagreed_text().replace("restore: 72 h", "restore: 48 h")


@pytest.fixture
def strategy(unagreed: Version) -> Version:
    """The shipped strategy, as one that asks nobody's agreement."""
    return unagreed


@pytest.fixture
def slow(strategy: Version, agent: Actor) -> Incident:
    """An incident at P4 under the first version."""
    return log(by=agent, summary="Chat is slow", impact="I3", urgency="U3")


def next_version(text: str) -> Version:
    published = publish_policy(text=text, by=system("tests"), at=at(1), note="Learnt in March")
    return policies.get(published.strategy_id)


def move(incident: Incident, number: int, by: Actor) -> None:
    move_to_policy(
        incident_id=incident.pk, number=number, reason="Agreed in review", by=by, at=at(10)
    )


def test_a_version_is_published_with_its_entry(strategy: Version, manager: Actor) -> None:
    published = publish_policy(text=QUICKER, by=manager, at=at(1), note="Learnt in March")

    row = StrategyVersion.objects.get(number=published.number)
    assert (row.number, row.text, row.note) == (2, QUICKER, "Learnt in March")
    assert (row.published_at, row.in_force_from) == (at(1), at(1))
    (entry,) = entries("policy:2")
    assert (entry.kind, entry.actor) == ("policy_published", manager.key)
    changed = {change["field"]: change["new"] for change in entry.data["changes"]}
    assert changed["digest"] == row.digest


def test_a_version_for_later_is_not_in_force_yet(strategy: Version, manager: Actor) -> None:
    publish_policy(text=QUICKER, by=manager, at=at(1), in_force_from=at(600))

    assert policies.in_force(at=at(599)).number == 1
    assert policies.in_force(at=at(600)).number == 2


def test_every_error_refuses_and_names_its_line(strategy: Version, manager: Actor) -> None:
    broken = unagreed_text().replace("U3: P4", "U3: P9").replace("marks: [0.5", "marks: [0.7")

    with refused(StrategyHasErrors) as refusal:
        publish_policy(text=broken, by=manager, at=at(1))
    assert all(problem.field.startswith("line ") for problem in refusal.value.errors)
    assert StrategyVersion.objects.count() == 1


def test_text_that_is_no_strategy_is_refused(strategy: Version, manager: Actor) -> None:
    for text in ("", "- a\n- b", "{"):
        with refused(StrategyHasErrors):
            publish_policy(text=text, by=manager, at=at(1))


def test_a_later_version_cannot_reach_back(strategy: Version, manager: Actor) -> None:
    with refused(InForceBeforePublishing):
        publish_policy(text=QUICKER, by=manager, at=at(1), in_force_from=at(0))


def test_a_rota_or_contact_that_is_not_there_is_refused_by_name(
    strategy: Version, manager: Actor
) -> None:
    text = unagreed_text().replace("[role it_service_desk]", "[rota desk, contact carrier]", 1)

    with refused(NotThere) as refusal:
        publish_policy(text=text, by=manager, at=at(1))
    assert [problem.says for problem in refusal.value.errors] == [
        "A path tells the rota “desk”, which is not published. Publish it first.",
        "A path tells the outside contact “carrier”, which is not set up. Add it first.",
    ]

    add_contact(code="carrier", name="Carrier desk")
    Rota.objects.create(code="desk", name="Desk", draft={}, changed_at=at(0))
    with refused(NotThere):
        publish_policy(text=text, by=manager, at=at(1))

    Rota.objects.update(state=Rota.State.PUBLISHED, published={}, edition=1)
    assert publish_policy(text=text, by=manager, at=at(1)).number == 2


def test_the_same_text_is_not_published_twice(strategy: Version, manager: Actor) -> None:
    with refused(NothingNew) as refusal:
        publish_policy(text=unagreed_text(), by=manager, at=at(1))
    assert str(refusal.value) == "This is word for word version 1, the newest one."


@pytest.mark.parametrize(
    "role",
    ["agent", "team_leader", "communications", "planner", "quality", "welfare", "auditor"],
)
def test_who_may_not_publish(role: str, strategy: Version, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        publish_policy(text=QUICKER, by=people[role], at=at(1))


def test_the_database_keeps_a_published_version_as_it_is(strategy: Version) -> None:
    rows = StrategyVersion.objects.filter(pk=strategy.id)

    for change in (lambda: rows.update(note="Never said"), rows.delete):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_a_draft_can_be_changed_and_removed(strategy: Version) -> None:
    draft = StrategyVersion.objects.create(title="Draft", text="", digest="", created_at=at(1))

    StrategyVersion.objects.filter(pk=draft.pk).update(note="Better")
    draft.delete()

    assert StrategyVersion.objects.count() == 1


def test_the_database_refuses_to_alter_the_ledger(incident: Incident) -> None:
    for change in (
        lambda: Entry.objects.filter(stream=incident.stream).update(actor="nobody"),
        lambda: Entry.objects.filter(stream=incident.stream).delete(),
        lambda: Head.objects.filter(stream=incident.stream).delete(),
        lambda: Head.objects.filter(stream=incident.stream).update(seq=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_running_incident_keeps_its_version(slow: Incident) -> None:
    next_version(QUICKER)

    assert fresh(slow).strategy_id == slow.strategy_id
    assert Clock.objects.get(incident=slow, kind="restore").target == timedelta(hours=72)


def test_moving_judges_anew_and_retimes(slow: Incident, manager: Actor) -> None:
    version = next_version(STRICTER)

    move(slow, version.number, manager)

    row = fresh(slow)
    assert (row.strategy_id, row.priority) == (version.id, "P3")
    assert Clock.objects.get(incident=slow, kind="restore").target == timedelta(hours=24)
    data = entries(slow)[-1].data
    assert (data["old_version"], data["new_version"]) == (1, 2)
    assert "matrix.I3.U3" in [one["clause"] for one in data["because"]]
    assert_ledger_adds_up(slow)


def test_moving_retimes_also_where_the_priority_stays(slow: Incident, manager: Actor) -> None:
    version = next_version(QUICKER)

    move(slow, version.number, manager)

    assert fresh(slow).priority == "P4"
    assert Clock.objects.get(incident=slow, kind="restore").target == timedelta(hours=48)
    assert_ledger_adds_up(slow)


def test_a_priority_set_by_hand_moves_along(slow: Incident, manager: Actor) -> None:
    assess_incident(
        incident_id=slow.pk, override_priority="P2", reason="The board waits", by=manager, at=at(2)
    )
    version = next_version(STRICTER)

    move(slow, version.number, manager)

    assert fresh(slow).priority == "P2"
    assert_ledger_adds_up(slow)


def test_an_incident_moves_to_newer_versions_only(slow: Incident, manager: Actor) -> None:
    with refused(NotNewer, slow):
        move(slow, 1, manager)
    move(slow, next_version(QUICKER).number, manager)
    with refused(NotNewer, slow):
        move(slow, 1, manager)


def test_a_version_must_be_in_force(slow: Incident, manager: Actor) -> None:
    publish_policy(text=QUICKER, by=manager, at=at(1), in_force_from=at(600))

    for number in (2, 99):
        with refused(NoSuchVersion, slow):
            move(slow, number, manager)


def test_what_the_version_lacks_is_named(slow: Incident, manager: Actor) -> None:
    text = unagreed_text().replace("calendar: business", "calendar: office")
    number = next_version(text.replace("\n  business:\n", "\n  office:\n")).number

    with refused(CodesGone, slow) as refusal:
        move(slow, number, manager)
    assert [problem.field for problem in refusal.value.errors] == ["calendar"]


def test_moving_needs_a_reason_and_an_open_incident(slow: Incident, manager: Actor) -> None:
    number = next_version(QUICKER).number
    with refused(Refusal, slow):
        move_to_policy(incident_id=slow.pk, number=number, reason=" ", by=manager, at=at(10))
    retype_incident(
        incident_id=slow.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )
    with refused(IncidentIsOver, slow):
        move(slow, number, manager)


SHORTER_DAYS = unagreed_text().replace("day: 08:00-18:00", "day: 10:00-16:00")
NO_TUESDAYS = unagreed_text().replace("tuesday: 08:00-18:00", "tuesday: closed")


def test_moving_counts_by_the_hours_of_the_new_version(slow: Incident, manager: Actor) -> None:
    before = Clock.objects.get(incident=slow, kind="restore").due_at
    acknowledge_incident(incident_id=slow.pk, by=manager, at=at(5))

    move(slow, next_version(SHORTER_DAYS).number, manager)

    after = Clock.objects.get(incident=slow, kind="restore").due_at
    assert before is not None
    assert after is not None
    assert after > before
    assert_ledger_adds_up(slow)


def test_what_is_past_is_not_judged_otherwise(slow: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=slow.pk, by=manager, at=at(300))
    assert Clock.objects.get(incident=slow, kind="acknowledge").state == "met_late"
    number = next_version(NO_TUESDAYS).number

    with refused(VerdictWouldChange, slow) as refusal:
        move_to_policy(
            incident_id=slow.pk, number=number, reason="New hours", by=manager, at=at(310)
        )
    assert "acknowledge clock" in str(refusal.value)


def test_an_answered_incident_is_not_told_of_again(slow: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=slow.pk, by=manager, at=at(1))

    move(slow, next_version(QUICKER).number, manager)

    assert fresh(slow).status == "acknowledged"


@pytest.mark.parametrize(
    "role",
    ["agent", "team_leader", "communications", "quality", "welfare", "administrator", "auditor"],
)
def test_only_incident_managers_move(role: str, slow: Incident, people: dict[str, Actor]) -> None:
    number = next_version(QUICKER).number

    with refused(NotAllowed, slow):
        move(slow, number, people[role])
