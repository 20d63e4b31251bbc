"""The pages of the vault: a reason before a value, one person, who is found, what is held."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.vault.models import Hold, Item, Subject
from musterpoint.domain.authority import Actor
from musterpoint.domain.vault.tokens import written
from musterpoint.interfaces.web.templatetags.musterpoint import tokens
from musterpoint.usecases.add_note import add_note
from tests.factories import at, entries
from tests.interfaces.web.conftest import SignIn
from tests.usecases.test_export_person import work
from tests.usecases.vaulting import HEALTH, NHS, NINO, PHONE, in_no_table, kept, whose


def text_of(response: object) -> str:
    """Return an answer's words without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))  # type: ignore[attr-defined]  # a test response


def test_a_token_in_a_text_leads_to_its_page() -> None:
    text = f"<b> {written('NHS number', 'V-7K2M9Q4XTB')} & more"

    assert tokens(text) == (
        '&lt;b&gt; <a class="token" href="/vault/V-7K2M9Q4XTB/">[NHS number V-7K2M9Q4XTB]</a>'
        " &amp; more"
    )


def test_what_stands_in_brackets_stays_a_text() -> None:
    text = '["><script> V-7K2M9Q4XTB]'

    assert "<script>" not in tokens(text)
    assert 'href="/vault/V-7K2M9Q4XTB/"' in tokens(text)


def test_a_timeline_shows_the_token_as_a_link_and_never_the_value(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)
    says = f"Called {written('NHS number', token)}."
    add_note(incident_id=incident.pk, says=says, by=manager, at=at(1))

    page = browser.get(f"/incidents/{incident.ref}/").content.decode()

    assert f'<a class="token" href="/vault/{token}/">[NHS number {token}]</a>' in page
    assert NHS.value not in page


def test_a_value_is_shown_for_a_reason_and_once(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)
    before = browser.get(f"/vault/{token}/")
    assert NHS.value not in before.content.decode()
    assert f'href="/incidents/{incident.ref}/"' in before.content.decode()

    answer = browser.post(f"/vault/{token}/", {"reason": "To call her back."})

    assert answer.status_code == 200
    assert NHS.value in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert entries(whose(token).stream)[-1].data["reason"] == "To call her back."
    assert NHS.value not in browser.get(f"/vault/{token}/").content.decode()
    assert in_no_table(NHS.value)
    assert NHS.value not in "".join(map(str, (one.get_decoded() for one in Session.objects.all())))


def test_a_token_may_be_typed_small(incident: Incident, browser: Client, manager: Actor) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)

    assert browser.get(f"/vault/{token.lower()}/").status_code == 200


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_without_a_fitting_reason_no_value_is_shown(
    incident: Incident, browser: Client, manager: Actor, reason: str
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)

    answer = browser.post(f"/vault/{token}/", {"reason": reason})

    assert answer.status_code == 422
    assert NHS.value not in answer.content.decode()
    assert entries(whose(token).stream)[-1].kind == "value_kept"


def test_special_values_are_for_fewer(
    incident: Incident, sign_in: SignIn, people: dict[str, Actor], manager: Actor
) -> None:
    (token,) = kept(HEALTH, by=manager, stream=incident.stream)

    for role, status in (("team_leader", 403), ("quality", 403), ("welfare", 200)):
        answer = sign_in(people[role]).post(f"/vault/{token}/", {"reason": "To help."})
        assert answer.status_code == status
        assert (HEALTH.value in answer.content.decode()) == (status == 200)


def test_an_erased_value_says_when_and_why(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)
    ref = whose(token).ref

    browser.post(f"/vault/{ref}/", {"act": "erase", "reason": "She asked.", "sure": "on"})
    assert "It is being erased." in text_of(browser.get(f"/vault/{token}/"))
    assert browser.post(f"/vault/{token}/", {"reason": "To see."}).status_code == 409
    work(Job.objects.get())

    assert "Erased Tue 10 Mar 2026. She asked." in text_of(browser.get(f"/vault/{token}/"))
    assert "Erased Tue 10 Mar 2026. She asked." in text_of(browser.get(f"/vault/{ref}/"))


def test_the_overview_shows_kinds_and_costs_the_same_for_one_and_three(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    kept(NHS, PHONE, by=manager)
    browser.get("/vault/")

    with CaptureQueriesContext(connection) as of_one:
        browser.get("/vault/")
    kept(NINO, by=manager)
    kept(HEALTH, by=manager)
    with CaptureQueriesContext(connection) as of_three:
        page = text_of(browser.get("/vault/"))

    assert len(of_one) == len(of_three)
    assert "NHS number, phone number" in page
    assert NHS.value not in page


def test_a_person_is_found_by_a_value_that_is_stored_nowhere(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    _nhs, phone = kept(NHS, PHONE, by=manager)
    sent = {"act": "find", "sought": "+44 7700 900123", "reason": "She asks what we have."}

    answer = browser.post("/vault/", sent)

    assert f'href="/vault/{whose(phone).ref}/"' in answer.content.decode()
    assert in_no_table("7700 900123")
    nobody = browser.post("/vault/", sent | {"sought": "07700 900999"})
    assert "Nobody has exactly this" in text_of(nobody)
    assert browser.post("/vault/", sent | {"reason": ""}).status_code == 422


def test_an_incident_is_held_and_the_hold_lifted(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)
    ref = whose(token).ref

    done = browser.post(
        "/vault/", {"act": "hold", "incident": incident.ref, "reason": "A claim."}, follow=True
    )
    assert "Nothing that this incident has is erased from now on." in text_of(done)
    assert "A claim." in text_of(browser.get(f"/vault/{ref}/"))
    refused = browser.post(f"/vault/{ref}/", {"act": "erase", "reason": "Asked.", "sure": "on"})
    assert refused.status_code == 409
    assert "A legal hold stands on this data." in text_of(refused)

    hold = Hold.objects.get()
    sent = {"act": "lift", "hold": str(hold.pk), "reason": "It was settled."}
    assert browser.post(f"/vault/{ref}/", sent).status_code == 302
    assert browser.post(f"/vault/{ref}/", sent).status_code == 409
    assert not Hold.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize("named", ["", "yesterday", "INC-999999"])
def test_what_is_no_incident_is_not_held(incident: Incident, browser: Client, named: str) -> None:
    answer = browser.post("/vault/", {"act": "hold", "incident": named, "reason": "A claim."})

    assert answer.status_code in {404, 422}
    assert not Hold.objects.exists()


def test_a_person_is_held_joined_and_erased_by_hand(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (nhs,), (nino,) = kept(NHS, by=manager), kept(NINO, by=manager)
    one, other = whose(nhs).ref, whose(nino).ref
    page = f"/vault/{one}/"

    assert browser.post(page, {"act": "hold", "reason": "A claim."}).status_code == 302
    sent = {"act": "join", "into": other.lower(), "reason": "One call."}
    assert browser.post(page, sent).status_code == 302
    assert whose(nhs).ref == other
    assert browser.post(page, sent).status_code == 409
    assert f'href="/vault/{other}/"' in browser.get(page).content.decode()
    assert browser.post(f"/vault/{other}/", {"act": "erase", "reason": "Asked."}).status_code == 422
    assert not Subject.objects.exclude(erase_asked_at=None).exists()
    assert browser.post(page, {"act": "dance"}).status_code == 404


def test_an_export_is_asked_for_made_and_taken(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (nhs,) = kept(NHS, by=manager)
    ref = whose(nhs).ref

    browser.post(f"/vault/{ref}/", {"act": "export", "reason": "By letter, passport seen."})
    assert "waits for a worker" in text_of(browser.get(f"/vault/{ref}/"))
    job = work(Job.objects.get())
    assert "Download" in text_of(browser.get(f"/vault/{ref}/"))
    answer = browser.post(f"/vault/{ref}/file/{job.pk}/")

    assert answer["Content-Disposition"] == f'attachment; filename="{ref}.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert NHS.value in pack.read("person.txt").decode()
    assert browser.get(f"/jobs/{job.pk}/file/").status_code == 404
    assert browser.get(f"/jobs/{job.pk}/").status_code == 200
    Job.objects.update(blob=None)
    gone = browser.post(f"/vault/{ref}/file/{job.pk}/", follow=True)
    assert "There is no file any more." in text_of(gone)


def test_searching_incidents_never_finds_a_value(
    incident: Incident, browser: Client, manager: Actor
) -> None:
    (token,) = kept(NHS, by=manager, stream=incident.stream)
    says = f"Called {written('NHS number', token)}."
    add_note(incident_id=incident.pk, says=says, by=manager, at=at(1))

    for sought in (NHS.value, "9434765919"):
        page = browser.get("/incidents/", {"q": sought}).content.decode()
        assert f'href="/incidents/{incident.ref}/"' not in page
    assert Item.objects.count() == 1
