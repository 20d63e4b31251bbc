"""The pages of rotas: who answers and why, and every action that changes it or is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Absence, Override, Rota, Shadow, Swap
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import OutsideLayer, turns
from musterpoint.interfaces import clock
from tests.interfaces.web.conftest import SignIn
from tests.rotas import id_of, put_in_force, rota, weekly

pytestmark = pytest.mark.usefixtures("strategy")
LONDON = ZoneInfo("Europe/London")


def typed(hours: float) -> str:
    """Return a wall clock reading some hours from now, as a browser sends it."""
    local = (clock.now() + timedelta(hours=hours)).astimezone(LONDON)
    return f"{local:%Y-%m-%dT%H:%M}"


def who(code: str = "tech") -> tuple[int, ...]:
    return queries.covers([code], at=clock.now())[code].people


def words(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_every_rota_says_who_answers_until_when_why_and_what_is_ahead(
    browser: Client, technology: Rota
) -> None:
    (row,) = browser.get("/rotas/").context["rotas"]

    assert [one["person"] for one in row["answers"]] == list(who())
    assert row["answers"][0]["says"].startswith("Turn ")
    assert row["changes_at"] == row["answers"][0]["until"]
    assert row["gaps"] == []
    assert "Turn " in words(browser, "/rotas/")


def test_a_rota_with_nobody_on_duty_says_who_is_told(
    browser: Client, people: dict[str, Actor]
) -> None:
    later = clock.now().date() + timedelta(days=3)
    put_in_force(rota("later", weekly("first", id_of(people["agent"]), first_date=later)))

    page = words(browser, "/rotas/")

    assert "Nobody is on duty. Duty manager is told." in page
    assert "1 stretch" in page


def test_drafts_and_retired_rotas_are_listed_apart(browser: Client, technology: Rota) -> None:
    Rota.objects.filter(pk=technology.pk).update(state="retired")

    context = browser.get("/rotas/").context

    assert context["rotas"] == []
    assert [row.name for row in context["retired"]] == ["Tech"]


def test_the_page_of_a_rota_shows_two_weeks_as_a_picture_and_in_words(
    browser: Client, technology: Rota
) -> None:
    context = browser.get("/rotas/tech/").context

    (row,) = context["picture"]["rows"]
    assert len(context["picture"]["days"]) == 14
    assert context["picture"]["now"]
    drawn = {bar.says.partition(",")[0] for bar in row["bars"]}
    assert drawn == {one["name"] for one in context["turns"]}
    (finding,) = context["findings"]
    assert finding["blocks"]
    assert "which nobody holds who can be reached" in finding["says"]


def test_other_weeks_are_shown_when_asked_for_and_nonsense_is_this_week(
    browser: Client, technology: Rota
) -> None:
    later = browser.get("/rotas/tech/?from=2026-06-01").context

    assert [day["number"] for day in later["picture"]["days"]][:2] == ["1 Jun", "2"]
    assert later["picture"]["now"] == ""
    for nonsense in ("yesterday", "0001-01-01", "9999-12-31"):
        assert browser.get(f"/rotas/tech/?from={nonsense}").context["is_now"]


def test_an_unknown_rota_has_no_page(browser: Client) -> None:
    assert browser.get("/rotas/nothing/").status_code == 404
    assert browser.get("/rotas/nothing/layers/").status_code == 404


def test_an_unknown_act_is_refused(browser: Client, technology: Rota) -> None:
    assert browser.post("/rotas/tech/", {"act": "explode"}).status_code == 404


def override(person: int, **differs: Any) -> dict[str, Any]:
    return {
        "act": "override",
        "person_id": person,
        "instead_of": "",
        "layer": "first",
        "start": typed(-1),
        "end": typed(5),
        "because": "dentist",
    } | differs


def test_an_override_counts_at_once_and_the_page_says_why(
    planner: Client, technology: Rota, agent: Actor
) -> None:
    answer = planner.post("/rotas/tech/", override(id_of(agent)), follow=True)

    page = answer.content.decode()
    assert who() == (id_of(agent),)
    assert "Override: dentist." in page
    assert "Done. It counts now." in page


def test_an_override_that_is_refused_keeps_what_was_typed(
    planner: Client, technology: Rota, agent: Actor
) -> None:
    before = who()

    backwards = planner.post("/rotas/tech/", override(id_of(agent), end=typed(-3)))
    unexplained = planner.post("/rotas/tech/", override(id_of(agent), because=""))

    assert (backwards.status_code, unexplained.status_code) == (422, 422)
    assert "The end must be after the beginning." in backwards.content.decode()
    assert 'value="dentist"' in backwards.content.decode()
    assert "Say why, in a few words." in unexplained.content.decode()
    assert who() == before
    assert not Override.objects.exists()


def test_an_override_is_ended_and_not_twice(
    planner: Client, technology: Rota, agent: Actor
) -> None:
    before = who()
    planner.post("/rotas/tech/", override(id_of(agent)))
    (made,) = Override.objects.all()

    planner.post("/rotas/tech/", {"act": "end_override", "what": made.pk})
    again = planner.post("/rotas/tech/", {"act": "end_override", "what": made.pk})

    assert who() == before
    assert again.status_code == 409
    assert "This override has ended already." in again.content.decode()


def test_whoever_does_not_plan_finds_no_form_for_it_and_may_not(
    sign_in: SignIn, technology: Rota, agent: Actor
) -> None:
    theirs = sign_in(agent)

    page = words(theirs, "/rotas/tech/")

    assert 'id="form-override"' not in page
    assert 'id="form-absence"' in page
    assert theirs.post("/rotas/tech/", override(id_of(agent))).status_code == 403


def test_absence_leaves_the_turn_open_and_says_so(
    planner: Client, sign_in: SignIn, technology: Rota, manager: Actor, agent: Actor
) -> None:
    (now,) = who()
    sent = {
        "act": "absence",
        "person_id": now,
        "kind": "sickness",
        "start": typed(-1),
        "end": typed(8),
    }

    answer = planner.post("/rotas/tech/", sent, follow=True)

    assert "has nobody now" in answer.content.decode()
    assert who() == ()
    assert "sickness" in words(planner, "/rotas/tech/")
    assert "sickness" not in words(sign_in(agent), "/rotas/tech/").replace('value="sickness"', "")
    (absence,) = Absence.objects.all()
    planner.post("/rotas/tech/", {"act": "end_absence", "what": absence.pk})
    assert who() == (now,)


def test_nobody_says_that_somebody_else_is_away_but_who_plans(
    sign_in: SignIn, technology: Rota, agent: Actor, manager: Actor
) -> None:
    theirs = sign_in(agent)
    sent = {"act": "absence", "kind": "leave", "start": typed(1), "end": typed(8)}

    refused = theirs.post("/rotas/tech/", sent | {"person_id": id_of(manager)})
    theirs.post("/rotas/tech/", sent | {"person_id": id_of(agent)})

    assert refused.status_code == 422
    assert [one.person_id for one in Absence.objects.all()] == [id_of(agent)]


def own_turn(person: int) -> str:
    """Return the first turn that is still all ahead, as the form sends it."""
    at = clock.now()
    found = queries.between("tech", start=at, end=at + timedelta(days=42))
    turn = next(
        one
        for one in turns(found, at, at + timedelta(days=42))
        if one.person == person and one.start > at
    )
    return f"{turn.layer}|{turn.start.isoformat()}|{turn.end.isoformat()}"


def test_a_turn_is_offered_accepted_approved_and_only_then_counts(
    sign_in: SignIn, planner: Client, technology: Rota, manager: Actor, leader: Actor
) -> None:
    turn = own_turn(id_of(manager))
    begins = clock.now() + timedelta(days=0)
    sign_in(manager).post(
        "/rotas/tech/",
        {"act": "offer", "turn": turn, "taker_id": id_of(leader), "back": "", "because": "wedding"},
    )
    (swap,) = Swap.objects.all()
    taker = sign_in(leader)

    assert "wedding" in words(taker, "/my-turns/")
    taker.post("/my-turns/", {"act": "accept", "what": swap.pk})
    assert not Override.objects.exists()
    planner.post("/rotas/tech/", {"act": "approve", "what": swap.pk})

    (made,) = Override.objects.all()
    assert (made.person_id, made.instead_of_id) == (id_of(leader), id_of(manager))
    assert made.start > begins


def test_an_offer_is_taken_back_and_declined(
    sign_in: SignIn, technology: Rota, manager: Actor, leader: Actor
) -> None:
    giver, other = sign_in(manager), sign_in(leader)
    offer = {"act": "offer", "turn": own_turn(id_of(manager)), "taker_id": "", "back": ""}

    giver.post("/rotas/tech/", offer)
    giver.post("/rotas/tech/", {"act": "withdraw", "what": Swap.objects.latest("pk").pk})
    giver.post("/rotas/tech/", offer | {"taker_id": id_of(leader)})
    other.post("/rotas/tech/", {"act": "decline", "what": Swap.objects.latest("pk").pk})

    states = list(Swap.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["withdrawn", "declined"]


def test_nobody_approves_their_own_swap(
    sign_in: SignIn, technology: Rota, manager: Actor, leader: Actor
) -> None:
    """Both could: they are one of the two, so the page does not offer it and the rule refuses."""
    giver = sign_in(manager)
    offer = {
        "act": "offer",
        "turn": own_turn(id_of(manager)),
        "taker_id": id_of(leader),
        "back": "",
    }
    giver.post("/rotas/tech/", offer)
    (swap,) = Swap.objects.all()
    sign_in(leader).post("/rotas/tech/", {"act": "accept", "what": swap.pk})

    refused = giver.post("/rotas/tech/", {"act": "approve", "what": swap.pk})

    assert refused.status_code == 422
    assert "You are one of the two." in refused.content.decode()


def test_somebody_learns_beside_whoever_is_on_call_and_stops(
    planner: Client, technology: Rota, agent: Actor
) -> None:
    sent = {"act": "shadow", "person_id": id_of(agent), "layer": "", "start": typed(-1)}

    planner.post("/rotas/tech/", sent | {"end": typed(8)})

    page = words(planner, "/rotas/tech/")
    assert "Learning, told as well:" in page
    (made,) = Shadow.objects.all()
    planner.post("/rotas/tech/", {"act": "end_shadow", "what": made.pk})
    assert "Learning, told as well:" not in words(planner, "/rotas/tech/")


def test_a_rota_answers_for_a_role_and_is_released(planner: Client, technology: Rota) -> None:
    planner.post("/rotas/tech/", {"act": "role", "role": "loggist"})
    answered = queries.rotas_of_roles(["loggist"])
    planner.post("/rotas/tech/", {"act": "release", "what": "loggist"})

    assert answered == {"loggist": "tech"}
    assert queries.rotas_of_roles(["loggist"]) == {}


def test_my_turns_are_listed_with_their_rota(
    sign_in: SignIn, technology: Rota, manager: Actor, agent: Actor
) -> None:
    mine = sign_in(manager).get("/my-turns/").context["turns"]

    assert len(mine) in {4, 5}
    assert {turn["rota_name"] for turn in mine} == {"Tech"}
    assert "You have no turns" in words(sign_in(agent), "/my-turns/")


def test_a_calendar_address_is_shown_once(
    sign_in: SignIn, technology: Rota, manager: Actor
) -> None:
    mine = sign_in(manager)

    made = mine.post("/my-turns/", {"act": "feed"})

    address = made.context["address"]
    assert address in made.content.decode()
    assert mine.get(address).status_code == 200
    assert "/calendars/" not in words(mine, "/my-turns/")
    mine.post("/my-turns/", {"act": "end_feed"})
    assert mine.get(address).status_code == 404
    assert mine.post("/my-turns/", {"act": "end_feed"}).status_code == 409


def test_somebody_says_on_their_own_page_that_they_are_away(sign_in: SignIn, agent: Actor) -> None:
    mine = sign_in(agent)
    sent = {"act": "absence", "person_id": id_of(agent), "kind": "leave", "start": typed(1)}

    wrong = mine.post("/my-turns/", sent | {"end": typed(-5)})
    mine.post("/my-turns/", sent | {"end": typed(9)})

    assert wrong.status_code == 422
    (absence,) = Absence.objects.all()
    assert "You are away" in words(mine, "/my-turns/")
    mine.post("/my-turns/", {"act": "end_absence", "what": absence.pk})
    assert "You are away" not in words(mine, "/my-turns/")
    assert mine.post("/my-turns/", {"act": "override"}).status_code == 404


def test_a_layer_is_read_from_a_calendar_and_no_longer(planner: Client, technology: Rota) -> None:
    put_in_force(rota("pager", OutsideLayer(code="out", name="Carrier", given=())))
    sent = {"act": "outside", "layer": "out", "url": "https://carrier.example/rota.ics"}

    wrong = planner.post("/rotas/pager/", sent | {"url": "carrier"})
    planner.post("/rotas/pager/", sent)

    assert wrong.status_code == 422
    assert "Write the whole address" in wrong.content.decode()
    assert "not read yet" in words(planner, "/rotas/pager/")
    planner.post("/rotas/pager/", {"act": "end_outside", "what": "out"})
    assert "not read yet" not in words(planner, "/rotas/pager/")
    assert 'id="form-outside"' not in words(planner, "/rotas/tech/")


def test_a_turn_in_office_hours_is_offered_whole(
    sign_in: SignIn, manager: Actor, leader: Actor
) -> None:
    office = ((Span.parse("09:00-17:00"),),) * 5 + ((), ())
    put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader), hours=office)))
    giver = sign_in(manager)
    choices = dict(giver.get("/rotas/tech/").context["forms"]["offer"].fields["turn"].choices)
    later = list(choices)[-2]

    giver.post("/rotas/tech/", {"act": "offer", "turn": later, "taker_id": "", "back": ""})

    (swap,) = Swap.objects.all()
    assert swap.end - swap.start > timedelta(days=4)


def test_reading_rotas_takes_as_many_statements_for_one_as_for_three(
    browser: Client, technology: Rota, agent: Actor
) -> None:
    def statements(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        return len(captured)

    pages = ("/rotas/", "/my-turns/")
    one = [statements(page) for page in pages]
    for code in ("second", "third"):
        put_in_force(rota(code, weekly("first", id_of(agent)), weekly("more", id_of(agent))))

    assert [statements(page) for page in pages] == one
