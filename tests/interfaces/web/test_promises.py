"""The promise ledger on its page, in the room and on somebody's own work."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.make_promise import make_promise
from musterpoint.usecases.restrict_incident import restrict_incident
from tests.factories import at, kinds
from tests.interfaces.web.conftest import SignIn

PAGE = "/promises/"
FOUR = "2026-03-10T16:00"


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands at ten minutes after noon."""

    def stopped() -> datetime:
        return at(10)

    monkeypatch.setattr(clock, "now", stopped)


@pytest.fixture
def offered(incident: Incident, manager: Actor) -> int:
    add_note(incident_id=incident.pk, says="We will ring her by 16:00.", by=manager, at=at(5))
    return Promise.objects.get().pk


@pytest.fixture
def owed(incident: Incident, manager: Actor) -> int:
    return make_promise(
        says="Ring her",
        whom="Mrs Hale",
        due_at=at(240),
        incident_id=incident.pk,
        by=manager,
        at=at(5),
    )


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_what_a_note_promises_is_offered_where_it_was_written(
    browser: Client, incident: Incident
) -> None:
    room = f"/incidents/{incident.ref}/"
    browser.post(f"{room}note/", {"says": "We will ring her by 16:00."})

    shown = text(browser, room)

    assert "Is it a promise?" in shown
    assert 'value="2026-03-10T16:00"' in shown
    assert "in a note by Asha Patel" in shown
    assert "is it a promise?" in text(browser, "/my-work/")


def test_one_tap_confirms_it_and_leads_back(
    browser: Client, offered: int, incident: Incident, manager: Actor
) -> None:
    room = f"/incidents/{incident.ref}/"
    sent = {
        "do": "confirm",
        "promise": offered,
        "whom": "Mrs Hale",
        "due_at": FOUR,
        "owner_id": manager.person_id or 0,
        "next": room,
    }

    done = browser.post(PAGE, sent)

    assert (done.status_code, done["Location"]) == (302, room)
    promise = Promise.objects.get()
    assert (promise.state, promise.due_at, promise.owner_id) == ("open", at(240), manager.person_id)
    assert "due in 3 h 50 min" in text(browser, PAGE)
    assert "to Mrs Hale" in text(browser, room)


def test_what_is_none_is_gone_with_one_tap(browser: Client, offered: int) -> None:
    done = browser.post(PAGE, {"do": "decline", "promise": offered})

    assert done.status_code == 302
    assert Promise.objects.get().state == "let_go"
    assert browser.post(PAGE, {"do": "decline", "promise": offered}).status_code == 409


def test_it_is_not_confirmed_without_whom_and_when(
    browser: Client, offered: int, manager: Actor
) -> None:
    sent = {"do": "confirm", "promise": offered, "owner_id": manager.person_id or 0}

    refused = browser.post(PAGE, sent)

    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Say to whom." in shown
    assert "Say by when." in shown
    assert f'id="act-{offered}-confirm" open' in shown
    assert Promise.objects.get().state == "offered"


def test_a_promise_is_written_down_by_hand(
    strategy: Version, browser: Client, manager: Actor
) -> None:
    sent = {
        "do": "make",
        "says": "Send the form",
        "whom": "Mr Rao",
        "due_at": FOUR,
        "owner_id": manager.person_id or 0,
    }
    for field, wrong in (("due_at", "2026-03-10T12:00"), ("ref", "nowhere"), ("ref", "INC-000999")):
        assert browser.post(PAGE, sent | {field: wrong}).status_code == 422
    assert not Promise.objects.exists()

    done = browser.post(PAGE, sent)

    made = Promise.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"{PAGE}#promise-{made.pk}")
    assert "Send the form" in text(browser, f"{PAGE}?of=me")
    assert "Send the form" in text(browser, "/my-work/")


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({"do": "keep"}, "promise_kept"),
        ({"do": "let_go", "why": "She rang us"}, "promise_let_go"),
        ({"do": "break", "why": "He is ill"}, "promise_broken"),
        ({"do": "move", "why": "Told her", "due_at": "2026-03-10T18:00"}, "promise_moved"),
    ],
)
def test_what_became_of_it_is_said(
    sent: dict[str, str], kind: str, browser: Client, incident: Incident, owed: int
) -> None:
    about = {"promise": str(owed), "owner_id": str(Promise.objects.get().owner_id)}

    done = browser.post(PAGE, sent | about)

    assert done.status_code == 302
    assert kinds(incident)[-1] == kind
    assert "Ring her" in text(browser, PAGE)


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "break", "why": " "},
        {"do": "move", "why": "So", "due_at": "2026-03-10T12:00"},
        {"do": "move", "why": "So", "due_at": "soon"},
        {"do": "confirm", "whom": "Her", "due_at": FOUR},
        {"do": "fly"},
        {},
    ],
)
def test_odd_input_is_refused_and_changes_nothing(
    sent: dict[str, str], browser: Client, owed: int, manager: Actor
) -> None:
    about = {"promise": str(owed), "owner_id": str(manager.person_id)}

    assert browser.post(PAGE, sent | about).status_code == 422
    assert Promise.objects.get().state == "open"


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "7777777"])
def test_a_promise_that_is_not_there_is_not_found(
    strategy: Version, number: str, browser: Client
) -> None:
    assert browser.post(PAGE, {"do": "keep", "promise": number}).status_code == 404


def test_what_is_settled_is_not_settled_again(browser: Client, owed: int) -> None:
    browser.post(PAGE, {"do": "keep", "promise": owed})

    refused = browser.post(PAGE, {"do": "keep", "promise": owed})

    assert refused.status_code == 422
    assert "This promise is kept already." in refused.content.decode()


def test_an_auditor_reads_and_settles_nothing(
    sign_in: SignIn, people: dict[str, Actor], owed: int
) -> None:
    auditor = sign_in(people["auditor"])

    assert "act-" not in text(auditor, PAGE)
    assert auditor.post(PAGE, {"do": "keep", "promise": owed}).status_code == 403


def test_promises_about_a_restricted_incident_are_hidden(
    sign_in: SignIn, people: dict[str, Actor], owed: int, incident: Incident, manager: Actor
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Personal", by=manager, at=at(6)
    )
    planner = sign_in(people["planner"])

    assert "Ring her" not in text(planner, PAGE)
    assert planner.post(PAGE, {"do": "keep", "promise": owed}).status_code == 404
    assert Promise.objects.get().state == "open"


def test_nobody_is_led_to_another_site(browser: Client, owed: int) -> None:
    done = browser.post(PAGE, {"do": "keep", "promise": owed, "next": "//evil.example/"})

    assert done["Location"] == f"{PAGE}#promise-{owed}"
