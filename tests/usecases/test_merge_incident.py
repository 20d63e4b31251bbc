"""Stories of merging: a link that can be undone, with nothing lost."""

from __future__ import annotations

import pytest

from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Clock, Incident, Link
from musterpoint.apps.incidents.operations.record import as_recorded
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.hold_incident import hold_incident
from musterpoint.usecases.merge_incident import (
    AlreadyMerged,
    MergeCycle,
    MergeIntoEnded,
    MergeIntoItself,
    MergeIntoMerged,
    NotMerged,
    merge_incident,
    undo_merge,
)
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.retype_incident import retype_incident
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, refused


@pytest.fixture
def into(strategy: Version, agent: Actor) -> Incident:
    """The incident that goes on."""
    return log(by=agent, summary="All lines are dead", category="tel_total")


def merge(one: Incident, other: Incident, by: Actor, minutes: float = 5) -> int:
    return merge_incident(
        incident_id=one.pk, into_id=other.pk, reason="Same fault", by=by, at=at(minutes)
    )


def armed(incident: Incident) -> list[str]:
    timers = Timer.objects.filter(payload__incident=incident.pk, fired_at=None, cancelled_at=None)
    return sorted(timers.values_list("kind", flat=True))


def test_a_merged_incident_rests_and_points_to_the_other(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    merge(incident, into, manager)

    merged = fresh(incident)
    assert (merged.status, merged.merged_into_id) == ("withdrawn", into.pk)
    assert merged.withdrawn_reason == f"merged into {into.ref}"
    assert set(Clock.objects.filter(incident=incident).values_list("state", flat=True)) == {
        "cancelled"
    }
    assert not Run.objects.filter(incident=incident, state="running").exists()
    assert armed(incident) == []
    assert kinds(incident) == ["logged", "merged"]
    assert kinds(into) == ["logged", "merged_here"]
    assert entries(into)[-1].data["other"] == incident.ref
    assert_ledger_adds_up(incident)
    assert_ledger_adds_up(into)


def test_a_merge_loses_no_field(incident: Incident, into: Incident, manager: Actor) -> None:
    before = as_recorded(fresh(incident))

    merge(incident, into, manager)

    after = as_recorded(fresh(incident))
    gone = {name for name in before if after.get(name) != before[name]}
    assert gone == {"status"}


def test_undoing_a_merge_brings_it_back_with_its_clocks(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    begin_work(incident_id=incident.pk, by=manager, at=at(2))
    before = as_recorded(fresh(incident))
    states = dict(Clock.objects.filter(incident=incident).values_list("kind", "state"))
    link = merge(incident, into, manager)

    undo_merge(incident_id=incident.pk, reason="Two carriers", by=manager, at=at(15))

    assert as_recorded(fresh(incident)) == before
    after = dict(Clock.objects.filter(incident=incident).values_list("kind", "state"))
    assert after == states
    assert Link.objects.get(pk=link).undone_at == at(15)
    assert kinds(into)[-1] == "merge_here_undone"
    assert "clock_mark" in armed(incident)
    assert_ledger_adds_up(incident)
    assert_ledger_adds_up(into)


def test_the_time_spent_merged_is_not_counted(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    due_at = Clock.objects.get(incident=incident, kind="restore").due_at
    merge(incident, into, manager, minutes=5)

    undo_merge(incident_id=incident.pk, reason="Two carriers", by=manager, at=at(15))

    moved = Clock.objects.get(incident=incident, kind="restore").due_at
    assert due_at is not None
    assert moved is not None
    assert moved - due_at == at(15) - at(5)


def test_an_unanswered_incident_is_told_of_again_after_an_undone_merge(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    merge(incident, into, manager)

    undo_merge(incident_id=incident.pk, reason="Two carriers", by=manager, at=at(15))

    assert fresh(incident).status == "logged"
    assert "path_step" in armed(incident)


def test_one_that_was_on_hold_comes_back_in_progress(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    hold_incident(incident_id=incident.pk, reason_code="waiting_for_supplier", by=manager, at=at(2))
    merge(incident, into, manager)

    undo_merge(incident_id=incident.pk, reason="Two carriers", by=manager, at=at(15))

    assert (fresh(incident).status, fresh(incident).hold_reason) == ("in_progress", "")
    assert_ledger_adds_up(incident)


def test_a_merge_can_be_made_again(incident: Incident, into: Incident, manager: Actor) -> None:
    merge(incident, into, manager)
    undo_merge(incident_id=incident.pk, reason="Two carriers", by=manager, at=at(15))

    merge(incident, into, manager, minutes=20)
    undo_merge(incident_id=incident.pk, reason="Two after all", by=manager, at=at(25))

    assert fresh(incident).status == "logged"
    assert_ledger_adds_up(incident)


def test_an_incident_is_not_merged_into_itself(incident: Incident, manager: Actor) -> None:
    with refused(MergeIntoItself, incident):
        merge(incident, incident, manager)


def test_an_incident_is_merged_once(
    incident: Incident, into: Incident, manager: Actor, agent: Actor
) -> None:
    third = log(by=agent, summary="Lines crackle")
    merge(incident, into, manager)

    with refused(AlreadyMerged, incident, into, third) as refusal:
        merge(incident, third, manager)
    assert into.ref in str(refusal.value)


def test_nothing_is_merged_into_a_merged_incident(
    incident: Incident, into: Incident, manager: Actor, agent: Actor
) -> None:
    third = log(by=agent, summary="Lines crackle")
    merge(incident, into, manager)

    with refused(MergeIntoMerged, incident, into, third) as refusal:
        merge(third, incident, manager)
    assert into.ref in str(refusal.value)


def test_merges_do_not_go_round(incident: Incident, into: Incident, manager: Actor) -> None:
    merge(incident, into, manager)

    with refused(MergeCycle, incident, into):
        merge(into, incident, manager)


def test_nothing_is_merged_into_what_has_ended(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    retype_incident(
        incident_id=into.pk, verdict="enquiry", reason="A question", by=manager, at=at(3)
    )

    with refused(MergeIntoEnded, incident, into):
        merge(incident, into, manager)


def test_a_resolved_incident_is_linked_not_merged(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    resolve_incident(incident_id=incident.pk, resolution="Route mended", by=manager, at=at(4))

    with refused(Conflict, incident, into):
        merge(incident, into, manager)


def test_merging_and_undoing_need_a_reason(
    incident: Incident, into: Incident, manager: Actor
) -> None:
    with refused(Refusal, incident, into):
        merge_incident(incident_id=incident.pk, into_id=into.pk, reason=" ", by=manager, at=at(5))
    merge(incident, into, manager)
    with refused(Refusal, incident, into):
        undo_merge(incident_id=incident.pk, reason="", by=manager, at=at(6))


def test_only_a_merge_can_be_undone(incident: Incident, manager: Actor) -> None:
    with refused(NotMerged, incident):
        undo_merge(incident_id=incident.pk, reason="Two", by=manager, at=at(6))


@pytest.mark.parametrize(
    "role", ["agent", "communications", "planner", "quality", "welfare", "administrator", "auditor"]
)
def test_only_leaders_merge(
    role: str, incident: Incident, into: Incident, people: dict[str, Actor]
) -> None:
    with refused(NotAllowed, incident, into):
        merge(incident, into, people[role])
    with refused(NotAllowed, incident, into):
        undo_merge(incident_id=incident.pk, reason="Two", by=people[role], at=at(6))
