"""Live news reach those who may hear them, together, and nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web import live, live_reader
from musterpoint.interfaces.web.live_news import EVERYTHING, News, Subscription
from musterpoint.interfaces.web.live_reader import SignedOut
from tests.factories import log
from tests.interfaces.web.conftest import SignIn


def _cookie(browser: Client) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def _person(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id or 0)


def test_a_person_hears_the_board_themselves_and_what_they_may_see(
    leader: Actor, manager: Actor, incident: Incident
) -> None:
    secret = log(by=manager, summary="Payroll file sent outside", restricted=True)
    mine, theirs = f"person:{leader.person_id}", f"person:{manager.person_id}"
    wanted = ("board", mine, theirs, f"incident:{incident.pk}", f"incident:{secret.pk}",
              "incident:nonsense", f"incident:{10**30}", "anything")  # fmt: skip

    heard = live_reader._allowed(_person(leader), wanted)

    assert heard == {"board", mine, f"incident:{incident.pk}"}


def test_what_is_about_an_incident_is_heard_by_whoever_may_see_it(
    leader: Actor, manager: Actor, incident: Incident
) -> None:
    secret = log(by=manager, summary="Payroll file sent outside", restricted=True)
    kinds = ("heard", "reads", "other")
    wanted = tuple(f"{kind}:{one.pk}" for kind in kinds for one in (incident, secret))

    heard = live_reader._allowed(_person(leader), (*wanted, "briefings"))

    assert heard == {f"heard:{incident.pk}", f"reads:{incident.pk}", "briefings"}


def test_a_session_is_known_by_its_cookie_until_it_ends(sign_in: SignIn, leader: Actor) -> None:
    browser = sign_in(leader)
    cookie = _cookie(browser)
    assert live_reader._person(cookie) == _person(leader)

    browser.logout()

    with pytest.raises(SignedOut):
        live_reader._person(cookie)


@pytest.mark.parametrize("cookie", ["", "musterpoint_session=", "musterpoint_session=zzz", "=;;="])
def test_nobody_is_behind_a_cookie_that_is_none(cookie: str, db: None) -> None:
    with pytest.raises(SignedOut):
        live_reader._person(cookie)


def test_somebody_switched_off_is_signed_out(sign_in: SignIn, leader: Actor) -> None:
    cookie = _cookie(sign_in(leader))
    Person.objects.filter(pk=leader.person_id or 0).update(is_active=False)

    with pytest.raises(SignedOut):
        live_reader._person(cookie)


def test_any_number_of_news_before_a_look_are_one() -> None:
    async def story() -> set[str]:
        subscription = Subscription({"board", "incident:1"})
        for _ in range(1000):
            subscription.tell({"board"})
        subscription.tell({"incident:1"})
        found = await subscription.wait(1)
        assert await subscription.wait(0) == set()
        return found

    assert asyncio.run(story()) == {"board", "incident:1"}


def test_five_hundred_pages_each_hear_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_self: News) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(News, "_listen", silent)

    async def story() -> list[set[str]]:
        news = News()
        contexts = [news.subscribe({"board", f"incident:{n}"}) for n in range(500)]
        pages = [context.__enter__() for context in contexts]
        news.spread(["board", "incident:7"])
        heard = [await page.wait(1) for page in pages]
        news.spread_everything()
        assert {frozenset(await page.wait(1)) for page in pages} == {frozenset({EVERYTHING})}
        for context in contexts:
            context.__exit__(None, None, None)
        assert news._by_topic == {}
        return heard

    heard = asyncio.run(story())
    assert heard[7] == {"board", "incident:7"}
    assert [one for number, one in enumerate(heard) if number != 7] == [{"board"}] * 499


def _answered(method: str = "GET") -> dict[str, Any]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    scope = {"method": method, "query_string": b"topics=board", "headers": []}
    asyncio.run(live.application(scope, receive, send))
    return sent[0]


def test_signed_out_readers_are_turned_away() -> None:
    assert _answered()["status"] == 401


def test_a_stream_is_only_read() -> None:
    assert _answered("POST")["status"] == 405
