"""Stories of what turns out to be no incident, and of complaints with their own clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from musterpoint.apps.complaints import queries as complaints
from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.complaints.operations import NoSuchComplaint
from musterpoint.apps.incidents.models import Clock, Incident, Link
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.log_complaint import (
    AlreadyAcknowledged,
    ComplaintIsClosed,
    acknowledge_complaint,
    close_complaint,
    log_complaint,
)
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.retype_incident import NotWithdrawn, retype_incident, undo_withdrawal
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, refused


def retype(incident: Incident, verdict: str, by: Actor) -> int | None:
    return retype_incident(
        incident_id=incident.pk, verdict=verdict, reason="Rude reply", by=by, at=at(5)
    ).complaint_id


def test_what_was_no_incident_is_withdrawn_with_its_reason(
    incident: Incident, manager: Actor
) -> None:
    assert retype(incident, "service_request", manager) is None

    row = fresh(incident)
    assert (row.status, row.withdrawn_reason) == ("withdrawn", "service request: Rude reply")
    assert row.triage == {"verdict": "service_request", "reason": "Rude reply"}
    assert not Clock.objects.filter(incident=incident).exclude(state="cancelled").exists()
    assert_ledger_adds_up(incident)


def test_a_complaint_goes_on_with_its_own_clock(incident: Incident, manager: Actor) -> None:
    pk = retype(incident, "complaint", manager)

    complaint = Complaint.objects.get()
    assert complaint.pk == pk
    assert (complaint.incident, complaint.summary) == (incident, incident.summary)
    assert complaint.received_at == incident.logged_at
    assert complaint.acknowledge_due_at == datetime(2026, 3, 17, 18, tzinfo=UTC)
    # Eight weeks later the same hour on the wall is British Summer Time.
    assert complaint.answer_due_at == datetime(2026, 5, 5, 11, tzinfo=UTC)
    assert Link.objects.get(incident=incident).target == complaint.ref
    assert kinds(f"complaint:{pk}") == ["complaint_logged"]
    assert_ledger_adds_up(incident)


def test_a_complaint_that_was_there_keeps_its_clock(incident: Incident, manager: Actor) -> None:
    there = log_complaint(
        summary="Waited an hour", incident_id=incident.pk, by=manager, at=at(2), received_at=at(-90)
    )

    pk = retype(incident, "complaint", manager)

    assert pk == there.pk
    kept = Complaint.objects.get()
    assert (kept.received_at, kept.answer_due_at) == (there.received_at, there.answer_due_at)


def test_a_withdrawal_is_undone_and_the_complaint_goes_on(
    incident: Incident, manager: Actor
) -> None:
    retype(incident, "complaint", manager)

    undo_withdrawal(incident_id=incident.pk, reason="It harms others", by=manager, at=at(9))

    row = fresh(incident)
    assert (row.status, row.withdrawn_reason) == ("logged", "")
    assert row.triage["verdict"] == "incident"
    assert Complaint.objects.get().closed_at is None
    assert Clock.objects.get(incident=incident, kind="restore").state == "running"
    assert_ledger_adds_up(incident)


def test_only_what_was_withdrawn_comes_back(
    incident: Incident, manager: Actor, agent: Actor
) -> None:
    with refused(NotWithdrawn, incident):
        undo_withdrawal(incident_id=incident.pk, reason="Hm", by=manager, at=at(9))
    other = log(by=agent, summary="Lines crackle")
    merge_incident(incident_id=incident.pk, into_id=other.pk, reason="Same", by=manager, at=at(9))
    with refused(NotWithdrawn, incident) as refusal:
        undo_withdrawal(incident_id=incident.pk, reason="Hm", by=manager, at=at(10))
    assert "Undo the merge" in str(refusal.value)


def test_a_retyping_needs_a_reason_and_a_known_verdict(incident: Incident, manager: Actor) -> None:
    for verdict, reason in (("complaint", " "), ("incident", "Hm"), ("poem", "Hm")):
        with refused(Refusal, incident):
            retype_incident(
                incident_id=incident.pk, verdict=verdict, reason=reason, by=manager, at=at(5)
            )
    assert not Complaint.objects.exists()


def test_what_is_resolved_was_an_incident(incident: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    resolve_incident(incident_id=incident.pk, resolution="Mended", by=manager, at=at(4))

    with refused(Conflict, incident):
        retype(incident, "complaint", manager)
    assert not Complaint.objects.exists()


def test_it_takes_a_person_to_retype(incident: Incident) -> None:
    with refused(OnlyAPerson, incident):
        retype(incident, "enquiry", system("worker"))


@pytest.mark.parametrize(
    "role", ["agent", "communications", "planner", "quality", "welfare", "administrator", "auditor"]
)
def test_only_leaders_retype(role: str, incident: Incident, people: dict[str, Actor]) -> None:
    with refused(NotAllowed, incident):
        retype(incident, "enquiry", people[role])
    with refused(NotAllowed, incident):
        undo_withdrawal(incident_id=incident.pk, reason="Hm", by=people[role], at=at(9))


def test_what_is_both_becomes_two_records_that_end_apart(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    complaint = log_complaint(
        summary="Nobody called back",
        complainant="Mr Hall",
        incident_id=incident.pk,
        by=agent,
        at=at(2),
    )
    clocks = list(Clock.objects.filter(incident=incident).values())

    close_complaint(complaint_id=complaint.pk, outcome="Apology sent", by=agent, at=at(3))

    assert fresh(incident).status == "logged"
    assert list(Clock.objects.filter(incident=incident).values()) == clocks
    assert kinds(incident) == ["logged", "complaint_linked"]
    assert_ledger_adds_up(incident)


def test_ending_the_incident_leaves_the_complaint_open(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    complaint = log_complaint(
        summary="Nobody called back", incident_id=incident.pk, by=agent, at=at(2)
    )

    retype(incident, "enquiry", manager)

    after = Complaint.objects.get(pk=complaint.pk)
    assert (after.closed_at, after.answer_due_at) == (None, complaint.answer_due_at)
    assert kinds(f"complaint:{complaint.pk}") == ["complaint_logged"]


def test_a_complaint_is_acknowledged_once(strategy: Version, agent: Actor) -> None:
    complaint = log_complaint(summary="Nobody called back", by=agent, at=at(2))

    acknowledge_complaint(complaint_id=complaint.pk, by=agent, at=at(30))

    assert Complaint.objects.get().acknowledged_at == at(30)
    with refused(AlreadyAcknowledged):
        acknowledge_complaint(complaint_id=complaint.pk, by=agent, at=at(31))


def test_an_answer_acknowledges_and_closes(strategy: Version, agent: Actor) -> None:
    complaint = log_complaint(summary="Nobody called back", by=agent, at=at(2))

    close_complaint(complaint_id=complaint.pk, outcome="Apology sent", by=agent, at=at(30))

    closed = Complaint.objects.get()
    assert (closed.acknowledged_at, closed.closed_at, closed.outcome) == (
        at(30),
        at(30),
        "Apology sent",
    )
    with refused(ComplaintIsClosed):
        acknowledge_complaint(complaint_id=complaint.pk, by=agent, at=at(31))
    with refused(ComplaintIsClosed):
        close_complaint(complaint_id=complaint.pk, outcome="More", by=agent, at=at(31))


def test_the_complainants_name_never_enters_the_ledger(incident: Incident, agent: Actor) -> None:
    complaint = log_complaint(
        summary="Nobody called back",
        complainant="Augusta Quill",
        incident_id=incident.pk,
        by=agent,
        at=at(2),
    )

    written = entries(f"complaint:{complaint.pk}") + entries(incident)
    assert all("Quill" not in str(entry.data) for entry in written)
    assert Complaint.objects.get().complainant == "Augusta Quill"


def test_a_complaint_needs_words_and_a_past(strategy: Version, agent: Actor) -> None:
    with refused(Refusal):
        log_complaint(summary=" ", by=agent, at=at(2))
    with refused(Refusal):
        log_complaint(summary="Late", received_at=at(60), by=agent, at=at(2))
    complaint = log_complaint(summary="Late", by=agent, at=at(2))
    with refused(Refusal):
        close_complaint(complaint_id=complaint.pk, outcome="", by=agent, at=at(3))


def test_a_complaint_about_a_restricted_incident_is_as_hidden(
    incident: Incident, manager: Actor, leader: Actor
) -> None:
    complaint = log_complaint(
        summary="A colleague shouted", incident_id=incident.pk, by=manager, at=at(2)
    )
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff matter", by=manager, at=at(3)
    )

    with refused(NoSuchComplaint, incident):
        acknowledge_complaint(complaint_id=complaint.pk, by=leader, at=at(4))
    with refused(NoSuchIncident, incident):
        log_complaint(summary="Me too", incident_id=incident.pk, by=leader, at=at(4))
    assert not complaints.visible_to_actor(leader).exists()
    assert complaints.visible_to_actor(manager).exists()


def test_the_auditor_logs_no_complaint(strategy: Version, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        log_complaint(summary="Late", by=people["auditor"], at=at(2))
