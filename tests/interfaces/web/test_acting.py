"""One test for each thing that can be done in a room, without any script in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.models import HelpRequest, Incident, Link, RoleOnIncident, Task
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.usecases.log_incident import log_incident
from tests.factories import entries, fresh, kinds
from tests.interfaces.web.conftest import SignIn

Post = Callable[..., Any]


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    """An incident logged now: pages ask the real clock."""
    report = Report(summary="Calls drop after the second menu")
    return log_incident(report=report, by=agent, at=clock.now() - timedelta(minutes=2)).incident


@pytest.fixture
def post(browser: Client, incident: Incident) -> Post:
    """Send a form of the incident's room and return the answer."""

    def send(tail: str, **data: Any) -> Any:
        return browser.post(f"/incidents/{incident.ref}/{tail}", data)

    return send


@pytest.fixture
def course(post: Post) -> Callable[[str], None]:
    """Bring the incident to a state by its pages."""
    steps: dict[str, list[tuple[str, dict[str, str]]]] = {
        "acknowledged": [("do/acknowledge/", {})],
        "in_progress": [("do/acknowledge/", {}), ("do/begin/", {})],
        "on_hold": [
            ("do/acknowledge/", {}),
            ("do/hold/", {"reason": "waiting_for_supplier", "says": "by four"}),
        ],
        "resolved": [("do/acknowledge/", {}), ("do/resolve/", {"resolution": "Menu put back"})],
    }

    def bring(to: str) -> None:
        for tail, data in steps[to]:
            assert post(tail, **data).status_code == 302

    return bring


@pytest.mark.parametrize("state", ["acknowledged", "in_progress", "on_hold", "resolved"])
def test_an_incident_takes_its_course(
    state: str, course: Callable[[str], None], incident: Incident, browser: Client
) -> None:
    course(state)

    assert fresh(incident).status == state
    assert browser.get(f"/incidents/{incident.ref}/").status_code == 200


def test_resuming_ends_the_hold(
    course: Callable[[str], None], post: Post, incident: Incident
) -> None:
    course("on_hold")

    assert post("do/resume/").status_code == 302
    assert fresh(incident).status == "in_progress"


def test_closing_names_everything_that_is_missing_and_keeps_what_was_typed(
    course: Callable[[str], None], post: Post, incident: Incident
) -> None:
    course("resolved")

    answer = post("do/close/", verified_by="", welfare_outcome="All well")

    assert answer.status_code == 409
    assert b"All well" in answer.content
    assert b"verified" in answer.content
    assert fresh(incident).status == "resolved"


def test_closing_and_reopening(
    course: Callable[[str], None], post: Post, incident: Incident
) -> None:
    course("resolved")

    assert post("do/close/", verified_by="Maya Singh", review_date="2030-01-01").status_code == 302
    assert fresh(incident).status == "closed"
    assert post("do/reopen/", reason="It came back").status_code == 302
    assert fresh(incident).status == "in_progress"


def test_an_illegal_move_is_refused_in_words(post: Post, incident: Incident) -> None:
    answer = post("do/resume/")

    assert answer.status_code == 409
    assert b"This incident is not on hold." in answer.content


def test_a_hold_needs_an_allowed_reason(post: Post, course: Callable[[str], None]) -> None:
    course("acknowledged")

    answer = post("do/hold/", reason="lunch", says="back at two")

    assert answer.status_code == 422
    assert b"back at two" in answer.content


def test_an_update_is_recorded_with_its_audience(post: Post, incident: Incident) -> None:
    assert post("do/update/", audience="customers", says="We are on it").status_code == 302

    entry = entries(incident)[-1]
    assert (entry.kind, entry.data["says"], entry.data["audience"]) == (
        "update_sent",
        "We are on it",
        "customers",
    )


def test_escalating_tells_the_next_step(post: Post, incident: Incident) -> None:
    assert post("do/escalate/", reason="Nobody picks up").status_code == 302

    assert "escalation_asked" in kinds(incident)


def test_assessing_makes_the_priority(post: Post, incident: Incident) -> None:
    answer = post("do/assess/", impact="I1", urgency="U1", reason="", override_priority="")

    assert answer.status_code == 302
    assert fresh(incident).priority == "P1"


def test_setting_a_priority_by_hand_needs_a_reason(post: Post, incident: Incident) -> None:
    answer = post("do/assess/", impact="I4", urgency="U4", override_priority="P1", reason="")

    assert answer.status_code == 422
    assert b"Say why the priority is set to P1 by hand." in answer.content


def test_two_who_assess_at_once_see_both_judgements(
    post: Post, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    seen = {"initial-impact": "", "initial-urgency": "", "initial-override_priority": ""}
    first = sign_in(leader).post(
        f"/incidents/{incident.ref}/do/assess/", {"impact": "I1", "urgency": "U1", **seen}
    )

    second = post("do/assess/", impact="I3", urgency="U3", reason="Only one team", **seen)

    assert first.status_code == 302
    assert second.status_code == 409
    assert b"Siobhan Kelly changed this" in second.content
    assert b"Only one team" in second.content
    assert fresh(incident).priority == "P1"


def test_a_category_brings_its_tasks(post: Post, incident: Incident) -> None:
    assert post("do/category/", category="tel_total").status_code == 302

    assert fresh(incident).category == "tel_total"
    assert Task.objects.filter(incident=incident).count() > 1


def test_declaring_and_standing_down(post: Post, incident: Incident) -> None:
    assert post("do/declare/", criteria=["two_sites"], reason="Leeds too").status_code == 302
    assert fresh(incident).is_major

    refused = post("do/stand_down/", reason="Quiet", confirmed=["stable"])
    assert refused.status_code == 409
    assert b"Not yet confirmed: Why it is over is written down." in refused.content
    every = ["reason_recorded", "stable", "actions_owned", "welfare_plan", "review_date"]
    assert post("do/stand_down/", reason="Quiet", confirmed=every).status_code == 302
    assert not fresh(incident).is_major


def test_an_incident_that_is_none_is_withdrawn_and_taken_back(
    post: Post, incident: Incident
) -> None:
    assert post("do/retype/", verdict="complaint", reason="About a tone").status_code == 302
    assert fresh(incident).status == "withdrawn"
    assert Complaint.objects.filter(incident=incident).count() == 1

    assert post("do/restore/", reason="Two more callers").status_code == 302
    assert fresh(incident).status == "logged"


def test_correcting_details_sends_only_what_changed(post: Post, incident: Incident) -> None:
    answer = post(
        "do/details/",
        **{"initial-summary": incident.summary, "summary": "Calls drop after the third menu"},
        **{"initial-customers_affected": "", "customers_affected": "40", "reason": "Counted"},
    )

    assert answer.status_code == 302, answer.content
    now = fresh(incident)
    assert (now.summary, now.customers_affected) == ("Calls drop after the third menu", 40)
    changed = {change["field"] for change in entries(incident)[-1].data["changes"]}
    assert changed >= {"summary", "customers_affected"}


def test_two_who_correct_the_same_text_both_keep_theirs(
    post: Post, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    seen = {"initial-summary": incident.summary}
    sign_in(leader).post(f"/incidents/{incident.ref}/do/details/", {"summary": "Theirs", **seen})

    answer = post("do/details/", summary="Mine", **seen)

    assert answer.status_code == 409
    assert b"Theirs" in answer.content
    assert b"Mine" in answer.content
    assert fresh(incident).summary == "Theirs"
    again = post("do/details/", **{"summary": "Theirs and mine", "initial-summary": "Theirs"})
    assert again.status_code == 302
    assert fresh(incident).summary == "Theirs and mine"


def test_linking_undoing_and_merging(post: Post, incident: Incident, agent: Actor) -> None:
    report = Report(summary="No dial tone in hall two")
    other = log_incident(report=report, by=agent, at=clock.now()).incident

    assert post("do/link/", ref=other.ref, kind="related", reason="").status_code == 302
    link = Link.objects.get(incident=incident)
    assert post("unlink/", link=link.pk).status_code == 302
    assert post("do/link/", ref=other.ref, kind="merge", reason="Same cable").status_code == 302
    assert fresh(incident).merged_into_id == other.pk
    assert post("do/unmerge/", reason="Two cables").status_code == 302
    assert fresh(incident).merged_into_id is None


def test_a_link_to_nothing_is_refused_beside_the_field(post: Post) -> None:
    answer = post("do/link/", ref="INC-999999", kind="related", reason="")

    assert answer.status_code == 422
    assert b"There is no incident with this reference that you may see." in answer.content


def test_a_call_for_help_is_answered(
    post: Post, incident: Incident, sign_in: SignIn, agent: Actor
) -> None:
    assert post("do/help/", says="Who knows the menu?", asked_of="").status_code == 302
    call = HelpRequest.objects.get(incident=incident)

    answer = sign_in(agent).post(
        f"/incidents/{incident.ref}/answer/", {"request": call.pk, "answer": "I do"}
    )

    assert answer.status_code == 302
    assert HelpRequest.objects.get(pk=call.pk).answer == "I do"


def test_a_complaint_is_logged_and_linked(post: Post, incident: Incident) -> None:
    answer = post("do/complaint/", summary="Nobody called back", complainant="", received_at="")

    assert answer.status_code == 302
    assert Complaint.objects.get(incident=incident).summary == "Nobody called back"


def test_restricting_hides_it_from_others(
    post: Post, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    assert post("do/restrict/", restricted="on", reason="Personal").status_code == 302

    assert sign_in(leader).get(f"/incidents/{incident.ref}/").status_code == 404


def test_a_note_stands_at_the_time_it_happened(post: Post, incident: Incident) -> None:
    answer = post("note/", says="Carrier called back", at="2026-01-02T03:04")

    assert answer.status_code == 302
    entry = entries(incident)[-1]
    assert (entry.data["says"], f"{entry.at:%Y-%m-%d %H:%M}") == (
        "Carrier called back",
        "2026-01-02 03:04",
    )


def test_an_empty_note_is_refused_and_a_future_one_kept(post: Post) -> None:
    assert post("note/", says="").status_code == 422

    answer = post("note/", says="Will happen", at="2999-01-01T00:00")

    assert answer.status_code == 422
    assert b"Will happen" in answer.content


def test_roles_are_taken_assigned_released_and_opened(
    post: Post, browser: Client, incident: Incident, manager: Actor, leader: Actor
) -> None:
    def holder(code: str) -> int | None:
        return RoleOnIncident.objects.get(incident=incident, code=code).person_id

    assert post("role/", role="incident_manager", action="take").status_code == 302
    assert holder("incident_manager") == manager.person_id
    taken = post("role/", role="incident_manager", action="assign", person=leader.person_id)
    assert taken.status_code == 302
    assert holder("incident_manager") == leader.person_id
    assert post("role/", role="incident_manager", action="release").status_code == 302
    assert holder("incident_manager") is None
    addable = browser.get(f"/incidents/{incident.ref}/").context["addable"][0]["name"]
    assert post("role/", role=addable, action="open").status_code == 302
    assert holder(addable) is None
    assert post("role/", role="loggist", action="juggle").status_code == 422


def test_tasks_are_added_done_and_taken_back(post: Post, incident: Incident) -> None:
    assert post("new-task/", says="Ring the carrier").status_code == 302
    added = Task.objects.filter(incident=incident).order_by("-position")[0]

    assert post("task/", task=added.position, done="yes").status_code == 302
    assert Task.objects.get(pk=added.pk).done_at is not None
    assert post("task/", task=added.position, done="no").status_code == 302
    assert Task.objects.get(pk=added.pk).done_at is None
    assert post("task/", task=10**15, done="yes").status_code == 404
    assert post("new-task/", says=" ").status_code == 422


def test_a_gap_is_filled_once(
    post: Post, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    assert post("gap/", gap="customers_affected", customers_affected="12").status_code == 302
    assert fresh(incident).customers_affected == 12

    answer = sign_in(leader).post(
        f"/incidents/{incident.ref}/gap/", {"gap": "customers_affected", "customers_affected": "90"}
    )

    assert answer.status_code == 409
    assert b"was filled in meanwhile: 12" in answer.content
    assert fresh(incident).customers_affected == 12


def test_an_obligation_is_settled(post: Post, incident: Incident) -> None:
    post("do/category/", category="data_breach_suspected")
    if not fresh(incident).category:
        post("do/category/", category=_with_duties(incident))
    duty = fresh(incident).obligations.order_by("pk")[0]

    assert post("obligation/", obligation=duty.code, outcome="done", evidence="").status_code == 422
    settled = post("obligation/", obligation=duty.code, outcome="done", evidence="Told at nine")
    assert settled.status_code == 302
    assert fresh(incident).obligations.get(pk=duty.pk).state == "done"


def _with_duties(incident: Incident) -> str:
    from musterpoint.apps.policies import queries as policies

    categories = policies.get(incident.strategy_id).strategy.categories
    return next(code for code, one in categories.items() if one.obligations)


def test_a_script_gets_the_pieces_of_the_room(browser: Client, incident: Incident) -> None:
    answer = browser.post(
        f"/incidents/{incident.ref}/do/acknowledge/", headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert b'id="clocks"' in answer.content
    assert b"<html" not in answer.content


def test_a_form_goes_back_only_to_a_page_of_ours(post: Post) -> None:
    elsewhere = post("do/acknowledge/", next="https://elsewhere.example/")

    assert elsewhere["Location"].startswith("/incidents/INC-")


def test_notices_are_marked_as_read(
    post: Post, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    post("role/", role="incident_manager", action="assign", person=leader.person_id)
    theirs = sign_in(leader)
    person = Person.objects.get(pk=leader.person_id or 0)
    notice = Message.objects.filter(recipient=person, channel="in_product").order_by("-pk")[0]

    assert theirs.post("/notices/read/", {"notice": [notice.pk, "x"]}).status_code == 302
    assert Message.objects.get(pk=notice.pk).read_at is not None
