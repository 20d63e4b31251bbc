"""What a room says of other records, of directions, and of what was typed and refused."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.models import Incident, Link
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.resolve_incident import resolve_incident
from tests.factories import assert_ledger_adds_up, at, entries, fresh, log
from tests.interfaces.web.conftest import SignIn

SAID_BOTH = {"triage_Q1": "no", "triage_Q2": "yes", "triage_Q3": "yes", "triage_Q6": "yes"}


def _lines(browser: Client, incident: Incident) -> list[str]:
    return [one["says"] for one in browser.get(f"/incidents/{incident.ref}/").context["entries"]]


def test_why_a_priority_holds_names_the_clause_by_number_and_name(
    browser: Client, agent: Actor, strategy: Version
) -> None:
    grave = log(by=agent, impact="I1", urgency="U2", summary="No calls come in")

    for address in ("", "pieces/"):
        page = browser.get(f"/incidents/{grave.ref}/{address}").content.decode()
        assert ">§5.6.1.2 matrix.I1.U2</a>" in page


@pytest.fixture
def other(incident: Incident, agent: Actor) -> Incident:
    """An incident that turns out to have to do with the first."""
    return log(by=agent, summary="No dial tone in hall two")


def test_the_timeline_names_the_other_record(
    browser: Client, incident: Incident, other: Incident
) -> None:
    page = f"/incidents/{incident.ref}/"
    browser.post(f"{page}do/link/", {"ref": other.ref, "kind": "related", "reason": ""})
    browser.post(f"{page}unlink/", {"link": Link.objects.get(incident=incident).pk})
    browser.post(f"{page}do/link/", {"ref": other.ref, "kind": "merge", "reason": "Same cable"})
    browser.post(f"{page}do/unmerge/", {"reason": "Two cables"})

    assert _lines(browser, incident)[:4] == [
        f"The merge was undone: {other.ref}",
        f"Merged into another incident: {other.ref}",
        f"A link was undone: {other.ref}",
        f"Linked: {other.ref}",
    ]
    assert _lines(browser, other)[:3] == [
        f"A merge into this one was undone: {incident.ref}",
        f"Another incident was merged into this one: {incident.ref}",
        f"A link was undone: {incident.ref}",
    ]


def test_the_timeline_does_not_name_what_the_reader_may_not_see(
    browser: Client, incident: Incident, other: Incident, sign_in: SignIn, leader: Actor
) -> None:
    browser.post(f"/incidents/{incident.ref}/do/link/", {"ref": other.ref, "kind": "related"})
    Incident.objects.filter(pk=other.pk).update(restricted=True)

    theirs = sign_in(leader)

    assert _lines(theirs, incident)[0] == "Linked"
    assert other.ref not in theirs.get(f"/incidents/{incident.ref}/").content.decode()


def test_a_linked_complaint_is_named_here_and_there(browser: Client, incident: Incident) -> None:
    browser.post(f"/incidents/{incident.ref}/do/complaint/", {"summary": "Nobody called back"})

    made = Complaint.objects.get()
    assert _lines(browser, incident)[0] == f"A complaint was linked: {made.ref}"
    assert incident.ref in browser.get("/complaints/").content.decode()


def test_the_list_of_complaints_names_no_hidden_incident(
    incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    theirs = sign_in(leader)
    theirs.post(f"/incidents/{incident.ref}/do/complaint/", {"summary": "Nobody called back"})
    Incident.objects.filter(pk=incident.pk).update(restricted=True)

    page = theirs.get("/complaints/").content.decode()

    assert "Nobody called back" in page
    assert incident.ref not in page


def test_what_is_a_complaint_as_well_is_logged_as_both(
    browser: Client, strategy: object, manager: Actor
) -> None:
    browser.post("/incidents/new/", {"summary": "Refunds fail", "reported_by": "C-7", **SAID_BOTH})

    made, complaint = Incident.objects.get(), Complaint.objects.get()
    assert (complaint.incident_id, complaint.summary, complaint.complainant) == (
        made.pk,
        "Refunds fail",
        "C-7",
    )
    assert complaint.logged_by_id == manager.person_id
    assert complaint.ref in "".join(_lines(browser, made))
    assert_ledger_adds_up(made)


def test_reasons_are_printed(browser: Client, incident: Incident, manager: Actor) -> None:
    assess_incident(
        incident_id=incident.pk, impact="I2", urgency="U2", reason="Two teams stand still",
        by=manager, at=at(1),
    )  # fmt: skip

    printed = browser.get(f"/incidents/{incident.ref}/timeline/print/").content.decode()

    assert "Two teams stand still" in printed


def test_an_old_reason_is_not_offered_for_another_decision(
    browser: Client, incident: Incident, manager: Actor
) -> None:
    assess_incident(
        incident_id=incident.pk, impact="I4", urgency="U4", override_priority="P1",
        reason="The client asked", by=manager, at=at(1),
    )  # fmt: skip
    page = f"/incidents/{incident.ref}/"

    form = browser.get(f"{page}do/assess/").context["form"]
    assert form["reason"].value() in (None, "")
    browser.post(
        f"{page}do/assess/",
        {"impact": "I4", "urgency": "U4", "override_priority": "", "reason": ""},
    )

    newest, before = browser.get(page).context["entries"][:2]
    assert not entries(incident)[-1].data.get("reason")
    assert (newest["icon"], newest["tone"], newest["loud"]) == ("down", "", True)
    assert (before["icon"], before["tone"], before["loud"]) == ("up", "now", True)


@pytest.fixture
def owing(incident: Incident, manager: Actor) -> Incident:
    """An incident of a category that owes something."""
    categories = policies.get(incident.strategy_id).strategy.categories
    code = next(code for code, one in categories.items() if one.obligations)
    assess_incident(incident_id=incident.pk, category=code, by=manager, at=at(1))
    return fresh(incident)


def test_an_obligation_is_done_when_no_button_was_pressed(browser: Client, owing: Incident) -> None:
    duty = owing.obligations.order_by("pk")[0]
    page = browser.get(f"/incidents/{owing.ref}/").content.decode()

    assert '<input type="hidden" name="outcome" value="done">' in page
    answer = browser.post(
        f"/incidents/{owing.ref}/obligation/",
        {"obligation": duty.code, "outcome": ["done", "not_needed"], "evidence": "Not our data"},
    )

    assert answer.status_code == 302
    assert owing.obligations.get(pk=duty.pk).state == "not_applicable"


def test_a_refused_settlement_keeps_its_words_and_names_no_code(
    browser: Client, owing: Incident
) -> None:
    duty = owing.obligations.order_by("pk")[0]

    answer = browser.post(
        f"/incidents/{owing.ref}/obligation/",
        {"obligation": duty.code, "outcome": "", "evidence": "Told the office at nine"},
    )

    assert answer.status_code == 422
    assert b"Told the office at nine</textarea>" in answer.content
    assert b"Say whether it is done or does not apply." in answer.content
    assert b"not_applicable" not in answer.content


def test_an_update_goes_to_whom_it_is_said_for(browser: Client, incident: Incident) -> None:
    address = f"/incidents/{incident.ref}/do/update/"
    assert browser.get(address).context["form"]["audience"].value() is None

    refused = browser.post(address, {"says": "We are on it"})
    assert refused.status_code == 422
    assert b"Say for whom it is." in refused.content
    sent = browser.post(address, {"audience": ["customers", "suppliers"], "says": "We are on it"})

    assert sent.status_code == 302
    assert entries(incident)[-1].data["audience"] == "customers, suppliers"


def test_only_what_may_stay_empty_is_called_optional(
    browser: Client, incident: Incident, manager: Actor
) -> None:
    def said(verb: str) -> str:
        return browser.get(f"/incidents/{incident.ref}/do/{verb}/").content.decode()

    assert "needed to merge" in said("link")
    assert "needed with another priority" in said("assess")
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    resolve_incident(incident_id=incident.pk, resolution="Card changed", by=manager, at=at(2))
    label = 'Who verified that service is back <span class="optional">'
    assert label not in said("close")


def test_the_end_of_a_hold_leaves_no_empty_words(
    browser: Client, incident: Incident, manager: Actor
) -> None:
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(1))
    hold_incident(incident_id=incident.pk, reason_code="waiting_for_supplier", by=manager, at=at(2))
    resume_incident(incident_id=incident.pk, by=manager, at=at(3))

    resumed, held = browser.get(f"/incidents/{incident.ref}/").context["entries"][:2]

    assert resumed["changes"] == []
    assert [one["label"] for one in held["changes"]] == ["Held for"]


def test_a_clock_that_was_met_at_night_says_so(
    browser: Client, strategy: Version, agent: Actor, manager: Actor
) -> None:
    night = log(by=agent, minutes=60 * 11, impact="I4", urgency="U4")
    acknowledge_incident(incident_id=night.pk, by=manager, at=at(60 * 11 + 20))
    day = log(by=agent, impact="I1", urgency="U1")
    acknowledge_incident(incident_id=day.pk, by=manager, at=at(2))

    def said(incident: Incident) -> str:
        clocks = browser.get(f"/incidents/{incident.ref}/").context["clocks"]
        return str(next(one["met_says"] for one in clocks if one["kind"] == "acknowledge"))

    assert (said(night), said(day)) == ("met, outside working hours", "met in 2 min")
