"""Complaints have pages of their own and never close an incident."""

from __future__ import annotations

from django.test import Client

from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from tests.interfaces.web.conftest import SignIn


def _log(browser: Client) -> Complaint:
    answer = browser.post("/complaints/new/", {"summary": "Nobody called back"})
    assert answer.status_code == 302, answer.content
    return Complaint.objects.get()


def test_a_complaint_is_logged_acknowledged_and_closed(browser: Client, strategy: object) -> None:
    made = _log(browser)
    page = f"/complaints/{made.pk}/"
    assert b"Nobody called back" in browser.get("/complaints/").content

    assert browser.post(page, {"act": "acknowledge"}).status_code == 302
    again = browser.post(page, {"act": "acknowledge"})
    assert again.status_code == 409
    assert browser.post(page, {"act": "close", "outcome": ""}).status_code == 422
    assert browser.post(page, {"act": "close", "outcome": "Apologised"}).status_code == 302

    assert Complaint.objects.get().outcome == "Apologised"
    assert b"Apologised" in browser.get(page).content


def test_a_complaint_without_words_is_refused(browser: Client, strategy: object) -> None:
    answer = browser.post("/complaints/new/", {"summary": "", "complainant": "C-77"})

    assert answer.status_code == 422
    assert b"Say what the complaint is about." in answer.content
    assert b"C-77" in answer.content


def test_a_complaint_about_a_hidden_incident_is_hidden(
    browser: Client, incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    browser.post(f"/incidents/{incident.ref}/do/complaint/", {"summary": "About the payroll file"})
    browser.post(
        f"/incidents/{incident.ref}/do/restrict/", {"restricted": "on", "reason": "Personal"}
    )
    made = Complaint.objects.get()

    theirs = sign_in(leader)

    assert theirs.get(f"/complaints/{made.pk}/").status_code == 404
    assert b"payroll" not in theirs.get("/complaints/").content
