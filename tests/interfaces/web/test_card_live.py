"""The card's live part: many asked at once, each through the gate, and nobody twice the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.queries import seen_by, visible_to_actor
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.briefings import Line, Part
from musterpoint.interfaces import clock
from musterpoint.interfaces.web import card_live
from musterpoint.interfaces.web.admission import people_behind, session_key
from musterpoint.usecases.brief_colleagues import end_briefing, issue_briefing
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.work_roles import take_role
from tests.factories import as_actor, at, log, person
from tests.interfaces.web.conftest import SignIn


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def issue(incident: Incident, by: Actor, headline: str = "Calls drop", **more: Any) -> int:
    lines = [Line(part=Part.SAY, says="We know.")]
    return issue_briefing(
        incident_id=incident.pk, headline=headline, lines=lines, by=by, at=clock.now(), **more
    )


def seen(keys: list[str]) -> dict[str, str]:
    return {key: answer.body.decode() for key, answer in card_live.cards(keys).items()}


def test_each_reader_sees_what_the_page_would_show_them(
    sign_in: SignIn, agent: Actor, people: dict[str, Actor], incident: Incident, manager: Actor
) -> None:
    secret = log(by=manager, summary="Zebra", restricted=True)
    Team.objects.create(code="leeds", name="Leeds").members.add(agent.person_id or 0)
    issue(incident, manager, "For Leeds", teams=["leeds"])
    issue(secret, manager, "For few")
    issue(incident, manager, "For all")
    browsers = [sign_in(one) for one in (agent, manager, people["auditor"])]

    found = seen([key_of(browser) for browser in browsers])

    heads = ("For Leeds", "For few", "For all")
    assert [[head in found[key_of(one)] for head in heads] for one in browsers] == [
        [True, False, True],
        [False, True, True],
        [False, True, True],
    ]
    for browser in browsers:
        assert browser.get("/card/pieces/").content.decode() == found[key_of(browser)]


def test_sessions_that_are_none_are_left_out(
    sign_in: SignIn, agent: Actor, leader: Actor, manager: Actor, people: dict[str, Actor]
) -> None:
    out, off, changed, stays = (sign_in(one) for one in (agent, leader, manager, people["quality"]))
    keys = [key_of(one) for one in (out, off, changed, stays)]
    out.logout()
    Person.objects.filter(pk=leader.person_id or 0).update(is_active=False)
    Person.objects.filter(pk=manager.person_id or 0).update(password="another")

    found = people_behind([*keys, "nonsense", ""])

    assert {key: one.pk for key, one in found.items()} == {keys[3]: people["quality"].person_id}


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        ("musterpoint_session=abc", "abc"),
        ("a=b; musterpoint_session=abc; c=d", "abc"),
        ("", ""),
        ("musterpoint_session=", ""),
        ("=;;=", ""),
    ],
)
def test_a_cookie_names_a_session_or_none(cookie: str, key: str) -> None:
    assert session_key(cookie) == key


def test_many_readers_take_as_many_statements_as_one(
    sign_in: SignIn, incident: Incident, manager: Actor, agent: Actor
) -> None:
    issue(incident, manager)
    secret = log(by=manager, summary="Zebra", restricted=True)
    issue(secret, manager)
    crowd = [as_actor(person(f"Agent {number}", Role.AGENT)) for number in range(5)]
    keys = [key_of(sign_in(one)) for one in (agent, *crowd)]
    card_live.cards(keys)

    with CaptureQueriesContext(connection) as for_one:
        card_live.cards(keys[:1])
    with CaptureQueriesContext(connection) as for_all:
        assert len(card_live.cards(keys)) == len(keys)

    assert len(for_all) == len(for_one)


def test_what_is_alike_has_one_name_and_a_change_another(
    sign_in: SignIn, incident: Incident, manager: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    keys = [key_of(sign_in(one)) for one in (agent, people["quality"])]
    pk = issue(incident, manager)

    first = card_live.cards(keys)
    assert len({answer.tag for answer in first.values()}) == 1
    end_briefing(briefing_id=pk, why="Works", by=manager, at=clock.now())
    assert card_live.cards(keys)[keys[0]].tag != first[keys[0]].tag


@pytest.mark.parametrize("role", list(Role))
def test_the_gate_for_many_says_what_the_gate_for_one_says(
    role: Role, people: dict[str, Actor], incident: Incident, manager: Actor, agent: Actor
) -> None:
    reader = people[role]
    logged = log(by=agent, summary="Mine")
    worked = log(by=manager, summary="Worked", impact="I1", urgency="U1")
    named = log(by=manager, summary="Named")
    hidden = log(by=manager, summary="Hidden", restricted=True)
    take_role(incident_id=worked.pk, role="loggist", by=people["quality"], at=at(1))
    for each, who in ((logged, []), (worked, []), (named, [people["welfare"].person_id or 0])):
        restrict_incident(
            incident_id=each.pk, restricted=True, people=who, reason="Pay", by=manager, at=at(2)
        )
    every = [one.pk for one in (incident, logged, worked, named, hidden)]

    found = seen_by([reader, agent], every)

    one_by_one = visible_to_actor(reader).filter(pk__in=every).values_list("pk", flat=True)
    assert found[reader.person_id or 0] == frozenset(one_by_one)


def _answered(
    waiting: str = "GET", headers: list[tuple[bytes, bytes]] | None = None
) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    scope = {"method": waiting, "headers": headers or []}
    asyncio.run(card_live.application(scope, receive, send))
    return sent


def test_signed_out_readers_are_sent_to_sign_in() -> None:
    start, _body = _answered()

    assert (start["status"], start["headers"][0]) == (401, (b"hx-redirect", b"/accounts/login/"))


def test_the_live_part_is_only_read() -> None:
    assert _answered("POST")[0]["status"] == 405


def test_all_who_ask_while_one_is_answered_are_answered_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []

    def look(keys: list[str]) -> dict[str, card_live.Answer]:
        looks.append(len(keys))
        return {key: card_live.Answer(body=key.encode(), tag=b'"1"') for key in keys if key != "x"}

    monkeypatch.setattr(card_live, "look", look)

    async def story() -> list[card_live.Answer | None]:
        waiting = card_live.Waiting()
        keys = [*(str(number) for number in range(400)), "7", "x"]
        return await asyncio.gather(*(waiting.answer(key) for key in keys))

    found = asyncio.run(story())
    assert looks == [401]
    assert [answer.body for answer in found if answer] == [
        *(str(number).encode() for number in range(400)),
        b"7",
    ]
    assert found[-1] is None


def test_a_fault_reaches_everybody_who_waits_and_nobody_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = iter([RuntimeError("the database is away")])

    def look(keys: list[str]) -> dict[str, card_live.Answer]:
        for fault in faults:
            raise fault
        return {key: card_live.Answer(body=b"", tag=b'"1"') for key in keys}

    monkeypatch.setattr(card_live, "look", look)

    async def story() -> list[Any]:
        waiting = card_live.Waiting()
        first = await asyncio.gather(
            waiting.answer("1"), waiting.answer("2"), return_exceptions=True
        )
        return [*first, await waiting.answer("3")]

    one, two, after = asyncio.run(story())
    assert (str(one), str(two)) == ("the database is away", "the database is away")
    assert after == card_live.Answer(body=b"", tag=b'"1"')


def test_whoever_has_it_already_is_not_sent_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(keys: list[str]) -> dict[str, card_live.Answer]:
        return {key: card_live.Answer(body=b"<div></div>", tag=b'"1"') for key in keys}

    monkeypatch.setattr(card_live, "look", look)
    cookie = (b"cookie", f"{settings.SESSION_COOKIE_NAME}=abc".encode())

    whole = _answered(headers=[cookie])
    again = _answered(headers=[cookie, (b"if-none-match", b'"1"')])
    head = _answered("HEAD", headers=[cookie])

    assert (whole[0]["status"], whole[1]["body"]) == (200, b"<div></div>")
    assert (again[0]["status"], again[1]["body"]) == (304, b"")
    assert (head[0]["status"], head[1]["body"]) == (200, b"")
    sent = dict(whole[0]["headers"])
    assert sent[b"cache-control"] == b"private, no-cache"
    assert b"default-src 'self'" in sent[b"content-security-policy"]
