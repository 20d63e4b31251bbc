"""Agent cards: from the revision of a briefing until the last of five hundred screens shows it.

Each client does what the page's script does: it keeps a live stream open, waits a moment after
news, asks for its pieces over a connection of its own, and looks for the new words in them.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts import queries
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.briefings import Line, Part
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench import machine, phones
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.phones import Client
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import Scratch, scratch
from musterpoint.usecases.brief_colleagues import issue_briefing, revise_briefing
from musterpoint.usecases.log_incident import log_incident

COUNT = 500
ROUNDS = 10
SETTLE_SECONDS = 3.0
LONGEST_SECONDS = 30.0
TEAM_SIZE = 25


def measure(*, count: int = COUNT, repeat: int = ROUNDS) -> dict[str, Any]:
    """Brief ``count`` agents, then revise the briefing ``repeat`` times and watch every card."""
    _allow_files(4 * count + 256)
    with scratch("agents") as here:
        holder, _token = add_people()
        by = queries.actor_of(holder)
        cookies = _sign_in(count)
        briefing = _brief(by)
        return asyncio.run(_watch(here, cookies, briefing, by, repeat))


async def _watch(
    here: Scratch, cookies: Sequence[str], briefing: int, by: Actor, repeat: int
) -> dict[str, Any]:
    web, port, _seconds = await asyncio.to_thread(here.serve)
    await phones.warm(port, cookies[0])
    before = machine.resident_mib(web.pid)
    clients = [Client(cookie=cookie) for cookie in cookies]
    opened = time.perf_counter()
    live = [asyncio.create_task(phones.live(client, port)) for client in clients]
    await asyncio.wait_for(asyncio.gather(*(c.shown.wait() for c in clients)), LONGEST_SECONDS)
    opened = time.perf_counter() - opened
    await asyncio.sleep(SETTLE_SECONDS)
    after = machine.resident_mib(web.pid)
    screens: list[float] = []
    last: list[float] = []
    lost = 0
    for number in range(repeat):
        took, missing = await _round(clients, briefing, by, f"Revision of round {number}.")
        screens += took
        last.append(max(took, default=LONGEST_SECONDS))
        lost += missing
        await asyncio.sleep(1.0)
    most = machine.resident_mib(web.pid)
    for task in live:
        task.cancel()
    await asyncio.gather(*live, return_exceptions=True)
    screens.sort()
    return {
        "agents": len(clients),
        "rounds": repeat,
        "lost": lost,
        "p50_s": round(percentile(screens, 0.50), 3),
        "p99_s": round(percentile(screens, 0.99), 3),
        "last_s": {"median": round(statistics.median(last), 3), "max": round(max(last), 3)},
        "all_open_s": round(opened, 2),
        "web_mib": {"none": before, "open": after, "after": most},
        "memory_per_client_kib": round((after - before) * 1024 / len(clients), 1),
    }


async def _round(
    clients: Sequence[Client], briefing: int, by: Actor, words: str
) -> tuple[list[float], int]:
    """Revise, and return the seconds until each screen showed it, and how many never did."""
    for client in clients:
        client.wait_for(words)
    began = time.perf_counter()
    await asyncio.to_thread(_revise, briefing, by, words)
    seen = [asyncio.create_task(client.shown.wait()) for client in clients]
    _done, missing = await asyncio.wait(seen, timeout=LONGEST_SECONDS)
    for task in missing:
        task.cancel()
    took = [client.shown_at - began for client in clients if client.shown.is_set()]
    return took, len(missing)


def _sign_in(count: int) -> list[str]:
    """Add agents in teams, open a session for each, and return their cookies."""
    people = [
        accounts.add_person(
            email=f"agent{number}@bench.example",
            name=f"Agent {number}",
            roles=[Role.AGENT],
            at=clock.now(),
        )
        for number in range(count)
    ]
    for number in range(0, count, TEAM_SIZE):
        members = [person.pk for person in people[number : number + TEAM_SIZE]]
        organisation.add_team(code=f"team-{number}", name=f"Team {number}", people=members)
    return [_session_of(person) for person in people]


def _session_of(person: Any) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _brief(by: Actor) -> int:
    logged = log_incident(
        report=Report(summary="Calls drop after the second menu"), by=by, at=clock.now()
    )
    return issue_briefing(
        incident_id=logged.incident.pk,
        headline="Calls drop after the second menu",
        lines=_lines("As it began."),
        by=by,
        at=clock.now(),
    )


def _revise(briefing: int, by: Actor, words: str) -> None:
    revise_briefing(
        briefing_id=briefing,
        headline="Calls drop after the second menu",
        lines=_lines(words),
        by=by,
        at=clock.now(),
    )


def _lines(words: str) -> list[Line]:
    return [
        Line(part=Part.BROKEN, says=words),
        Line(part=Part.SAY, says="We know of it, and we are on it."),
        Line(part=Part.NEVER, says="Do not say when it will work again."),
        Line(part=Part.ROUND, says="Customers can write to us from the website."),
    ]


def _allow_files(wanted: int) -> None:
    """Let this process and the server it starts hold a connection for each client."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
