"""The agent card and the pages of briefings: each action, each refusal, what stands where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Briefing, BriefingRead, ContactVote, Fact
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor
from musterpoint.domain.briefings import Line, Part
from musterpoint.interfaces import clock
from musterpoint.usecases.brief_colleagues import issue_briefing
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.verify_fact import verify_fact
from tests.factories import at
from tests.interfaces.web.conftest import SignIn

SAY = "We know, and we are on it."


@pytest.fixture
def briefing(incident: Incident, leader: Actor) -> int:
    return issue(incident, leader)


def issue(incident: Incident, by: Actor, headline: str = "Calls drop in Leeds") -> int:
    lines = [Line(part=Part.SAY, says=SAY), Line(part=Part.NEVER, says="No time for the repair")]
    return issue_briefing(
        incident_id=incident.pk, headline=headline, lines=lines, by=by, at=clock.now()
    )


def fact(incident: Incident, by: Actor, checker: Actor | None = None, **more: Any) -> int:
    said = {"says": "Calls to Leeds drop", "about": "what", "source": "Carrier"} | more
    number = claim_fact(incident_id=incident.pk, by=by, at=clock.now(), **said)
    if checker:
        verify_fact(incident_id=incident.pk, number=number, how="Rang", by=checker, at=clock.now())
    return number


def tap(browser: Client, what: str, **headers: str) -> tuple[int, str]:
    answer = browser.post("/card/", {"tap": what}, headers=headers)
    return answer.status_code, answer.content.decode()


def test_the_card_says_what_to_say_and_what_not_to_promise(
    briefing: int, sign_in: SignIn, agent: Actor
) -> None:
    page = sign_in(agent).get("/card/").content.decode()

    assert "Calls drop in Leeds" in page
    assert page.index(SAY) < page.index("No time for the repair")
    assert 'data-live="briefings"' in page


def test_an_empty_card_says_so(sign_in: SignIn, agent: Actor, incident: Incident) -> None:
    assert "Nothing to watch for" in sign_in(agent).get("/card/").content.decode()


def test_reading_is_one_tap(briefing: int, sign_in: SignIn, agent: Actor) -> None:
    browser = sign_in(agent)

    assert tap(browser, f"read:{briefing}:1")[0] == 302
    assert BriefingRead.objects.get().person_id == agent.person_id
    assert "You read this at" in browser.get("/card/").content.decode()


def test_a_customer_is_counted_once_and_taken_back(
    briefing: int, incident: Incident, sign_in: SignIn, agent: Actor
) -> None:
    browser = sign_in(agent)
    status, pieces = tap(browser, f"heard:{incident.pk}", HX_Request="true")
    assert (status, "Counted." in pieces, "<html" in pieces) == (200, True, False)

    status, page = tap(browser, f"heard:{incident.pk}")
    assert (status, "That was counted already." in page) == (409, True)

    vote = ContactVote.objects.get()
    assert tap(browser, f"undo:{vote.pk}")[0] == 302
    assert ContactVote.objects.get().undone_at is not None
    assert tap(browser, f"undo:{vote.pk}")[0] == 409


@pytest.mark.parametrize(
    "what", ["", "read", "read:1", "read:x:1", "heard:", "heard:1:2", f"undo:{'9' * 19}", "go:1"]
)
def test_a_tap_that_says_nothing_finds_nothing(what: str, sign_in: SignIn, agent: Actor) -> None:
    assert tap(sign_in(agent), what)[0] == 404


def test_a_tap_on_what_is_gone_says_so(incident: Incident, sign_in: SignIn, agent: Actor) -> None:
    browser = sign_in(agent)

    assert tap(browser, "read:999:1")[0] == 409
    assert tap(browser, "heard:999999")[0] == 409


def test_an_auditor_reads_and_is_offered_no_vote(
    briefing: int, sign_in: SignIn, people: dict[str, Actor], incident: Incident
) -> None:
    browser = sign_in(people["auditor"])

    assert "A customer just told me this" not in browser.get("/card/").content.decode()
    assert tap(browser, f"heard:{incident.pk}")[0] == 403


def test_a_withdrawn_fact_is_struck_on_the_card(
    incident: Incident, sign_in: SignIn, agent: Actor, leader: Actor
) -> None:
    number = fact(incident, agent, leader)
    lines = [Line(part=Part.BROKEN, says="", fact=number)]
    issue_briefing(
        incident_id=incident.pk, headline="Leeds", lines=lines, by=leader, at=clock.now()
    )
    browser = sign_in(agent)
    assert "Stop saying this." not in browser.get("/card/").content.decode()

    Fact.objects.update(state="withdrawn", withdrawn_at=at(12), withdrawn_why="Wrong exchange")

    page = browser.get("/card/").content.decode()
    assert "Stop saying this." in page
    assert "<del>Calls to Leeds drop</del>" in page


def test_the_form_begins_with_what_the_board_gives(
    incident: Incident, sign_in: SignIn, agent: Actor, leader: Actor
) -> None:
    fact(incident, agent, leader)
    fact(incident, agent, says="A mast fell", about="cause")

    page = sign_in(leader).get(f"/incidents/{incident.ref}/briefings/new/").content.decode()

    assert '<option value="broken" selected>' in page
    assert "Nobody has verified this yet." in page
    assert "nobody has verified a cause" in page


def test_a_leader_briefs_from_the_form(
    incident: Incident, sign_in: SignIn, agent: Actor, leader: Actor
) -> None:
    number = fact(incident, agent, leader)
    browser = sign_in(leader)
    sent = {"headline": "Leeds is cut off", f"fact_{number}": "broken", "say": f"{SAY}\n\nSorry."}

    answer = browser.post(f"/incidents/{incident.ref}/briefings/new/", sent)

    row = Briefing.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/briefings/{row.pk}/")
    lines = row.lines.order_by("position").values_list("part", "says")
    assert list(lines) == [("broken", "Calls to Leeds drop"), ("say", SAY), ("say", "Sorry.")]


def test_what_is_refused_stands_on_the_form_with_what_was_typed(
    incident: Incident, sign_in: SignIn, leader: Actor
) -> None:
    sent = {"headline": "Leeds", "look": "Page 7"}

    answer = sign_in(leader).post(f"/incidents/{incident.ref}/briefings/new/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what is broken, or what to say to customers." in page
    assert "Page 7" in page


def test_a_revision_replaces_and_a_second_one_conflicts(
    briefing: int, sign_in: SignIn, leader: Actor
) -> None:
    browser = sign_in(leader)
    page = browser.get(f"/briefings/{briefing}/revise/").content.decode()
    assert SAY in page
    sent = {"headline": "Leeds works", "say": "It works.", "revision": "1"}

    assert browser.post(f"/briefings/{briefing}/revise/", sent).status_code == 302
    answer = browser.post(f"/briefings/{briefing}/revise/", sent)

    assert answer.status_code == 409
    assert "Somebody revised this briefing meanwhile" in answer.content.decode()
    assert Briefing.objects.get().revision == 2


def test_a_briefing_shows_who_has_read_it_and_reminds_the_rest(
    briefing: int, sign_in: SignIn, leader: Actor, agent: Actor
) -> None:
    tap(sign_in(agent), f"read:{briefing}:1")
    browser = sign_in(leader)
    page = browser.get(f"/briefings/{briefing}/").content.decode()
    assert "Remind who has not read it" in page
    assert "1 of " in page

    assert browser.post(f"/briefings/{briefing}/", {"act": "remind"}).status_code == 302
    told = set(Message.objects.filter(purpose="briefing").values_list("recipient_id", flat=True))
    assert leader.person_id in told
    assert agent.person_id not in told
    assert browser.post(f"/briefings/{briefing}/", {"act": "remind"}).status_code == 409
    assert browser.post(f"/briefings/{briefing}/", {"act": "dance"}).status_code == 404


def test_a_briefing_ends_with_a_reason_and_cannot_be_revised_then(
    briefing: int, sign_in: SignIn, leader: Actor
) -> None:
    browser = sign_in(leader)
    address = f"/briefings/{briefing}/"

    assert browser.post(address, {"act": "end", "why": ""}).status_code == 422
    assert browser.post(address, {"act": "end", "why": "Works"}).status_code == 302
    assert "This briefing has ended: Works" in browser.get(address).content.decode()
    assert browser.get(f"{address}revise/")["Location"] == address
    assert "Calls drop in Leeds" in browser.get("/briefings/").content.decode()
    assert "Calls drop in Leeds" not in browser.get("/card/").content.decode()


def test_the_room_tells_who_was_briefed_and_what_customers_said(
    briefing: int, incident: Incident, sign_in: SignIn, leader: Actor, agent: Actor
) -> None:
    tap(sign_in(agent), f"read:{briefing}:1")
    tap(sign_in(agent), f"heard:{incident.pk}")
    browser = sign_in(leader)

    room = browser.get(f"/incidents/{incident.ref}/").content.decode()
    piece = browser.get(f"/incidents/{incident.ref}/briefings/").content.decode()

    assert "1 has read it" in room
    assert "1 customer told us" in room
    assert piece.strip().startswith('<section id="briefings"')
    assert piece.strip() in room
    assert f'data-live="incident:{incident.pk} heard:{incident.pk} reads:{incident.pk}"' in piece


def test_receipts_are_a_piece_of_their_own(briefing: int, sign_in: SignIn, leader: Actor) -> None:
    answer = sign_in(leader).get(f"/briefings/{briefing}/", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<section id="receipts"')


@pytest.mark.parametrize("address", ["/card/", "/briefings/"])
def test_a_list_takes_the_same_statements_with_three(
    address: str, counted_for: Callable[[str], int], incident: Incident, leader: Actor
) -> None:
    issue(incident, leader, "One")
    counted_for(address)
    with_one = counted_for(address)
    for headline in ("Two", "Three"):
        issue(incident, leader, headline)

    assert counted_for(address) == with_one


@pytest.fixture
def counted_for(sign_in: SignIn, leader: Actor) -> Callable[[str], int]:
    """Return how many statements a page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = sign_in(leader)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    return count
