"""The pages of a replay: asking, the result side by side, the incidents that differ."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies import drafts, shipped
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker.jobs import attempt
from musterpoint.usecases.ask_replay import ask_replay
from musterpoint.usecases.start_draft import start_draft
from tests.factories import log
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.django_db
USUAL = "  I1: {U1: P1, U2: P1, U3: P2, U4: P3}"
GENTLER = "  I1: {U1: P2, U2: P2, U3: P2, U4: P3}"


def work(job: Job) -> None:
    now = clock.now()
    claimed = jobs.claim(worker="vm:1", at=now)
    assert claimed is not None
    attempt(job.pk, claimed.attempts, now=lambda: now)


def gentler_draft(by: Actor) -> str:
    text = shipped.text()
    assert USUAL in text
    number = start_draft(text=text.replace(USUAL, GENTLER), title="Gentler", by=by, at=clock.now())
    return f"draft:{number}"


@pytest.fixture
def grave(strategy: Version, agent: Actor) -> Incident:
    return log(by=agent, impact="I1", urgency="U1", summary="No calls come in")


@pytest.fixture
def done(grave: Incident, agent: Actor, manager: Actor) -> Job:
    """A replay of a draft that makes one of two incidents milder."""
    log(by=agent, impact="I3", urgency="U3", summary="Music is too quiet")
    job = ask_replay(policy=gentler_draft(manager), by=manager, at=clock.now())
    work(job)
    return Job.objects.get(pk=job.pk)


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_replay_is_asked_for_and_shows_how_far_it_is(
    browser: Client, manager: Actor, strategy: Version
) -> None:
    policy = gentler_draft(manager)

    answer = browser.post(
        "/strategy/replays/",
        {"policy": policy, "against": "in-force", "since": "2026-03-01", "until": "2026-03-31"},
        follow=True,
    )

    job = Job.objects.get()
    assert answer.redirect_chain == [(f"/strategy/replays/{job.pk}/", 302)]
    assert job.arguments == {
        "policy": policy,
        "against": "v1",
        "from": "2026-03-01T00:00:00+00:00",
        "to": "2026-04-01T00:00:00+01:00",
    }
    assert "waiting for a worker" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"policy": "v9"}, "not one of the available choices"),
        ({}, "This field is required"),
        (
            {"policy": "default", "since": "2026-03-02", "until": "2026-03-01"},
            "The period ends before it begins.",
        ),
    ],
)
def test_what_cannot_be_replayed_is_said_beside_the_form(
    browser: Client, strategy: Version, sent: dict[str, str], says: str
) -> None:
    answer = browser.post("/strategy/replays/", sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Job.objects.exists()


def test_a_draft_with_errors_is_called_what_people_call_it(
    browser: Client, manager: Actor, strategy: Version
) -> None:
    holed = shipped.text().replace(USUAL, "  I1: {U1: P1, U2: P1, U3: P2}")
    number = start_draft(text=holed, title="Holed", by=manager, at=clock.now())

    answer = browser.post("/strategy/replays/", {"policy": f"draft:{number}"})

    assert answer.status_code == 422
    assert f"Draft {number} has 1 error to be mended first: The matrix" in answer.content.decode()


def test_the_form_begins_with_the_draft_it_came_from(
    browser: Client, manager: Actor, strategy: Version
) -> None:
    policy = gentler_draft(manager)

    page = text(browser, f"/strategy/replays/?policy={policy}")

    assert f'<option value="{policy}" selected>' in page


def test_a_draft_leads_to_its_replays(browser: Client, done: Job) -> None:
    policy = done.arguments["policy"]

    page = text(browser, f"/strategy/drafts/{policy.removeprefix('draft:')}/")

    assert f'href="/strategy/replays/?policy={policy}"' in page


def test_a_replay_leads_back_to_its_draft(browser: Client, done: Job) -> None:
    number = done.arguments["policy"].removeprefix("draft:")

    page = browser.get(f"/strategy/replays/{done.pk}/").content.decode()

    assert f'href="/strategy/drafts/{number}/"' in page


def test_the_result_stands_side_by_side(browser: Client, done: Job) -> None:
    page = text(browser, f"/strategy/replays/{done.pk}/")

    assert "Side by side" in page
    assert "Version 1" in page
    assert f"/strategy/replays/{done.pk}/incidents/?what=priority&amp;side=against" in page
    assert 'aria-label="1 from P1 to P2"' in page
    assert "The draft was changed after this replay" not in page


def test_a_draft_that_was_changed_since_is_said(browser: Client, done: Job) -> None:
    number = int(done.arguments["policy"].removeprefix("draft:"))
    row = drafts.draft(number)
    type(row).objects.filter(pk=number).update(digest="0" * 64)

    assert "The draft was changed after this replay" in text(
        browser, f"/strategy/replays/{done.pk}/"
    )


def test_a_failed_replay_says_why(browser: Client, manager: Actor) -> None:
    job = jobs.ask(
        kind="replay",
        arguments={"policy": "v8", "against": "", "from": None, "to": None},
        person_id=manager.person_id,
        at=clock.now(),
    )
    work(job)

    assert "There is no strategy &#x27;v8&#x27;" in text(browser, f"/strategy/replays/{job.pk}/")


def test_the_incidents_that_differ_are_listed(browser: Client, done: Job, grave: Incident) -> None:
    page = text(browser, f"/strategy/replays/{done.pk}/incidents/")

    assert "No calls come in" in page
    assert "Music is too quiet" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?what=priority", True),
        ("?what=priority&side=happened&old=P1&new=P2", True),
        ("?what=priority&old=P3&new=P2", False),
        ("?what=not_judged", False),
        ("?what=nonsense&side=nonsense", True),
    ],
)
def test_the_list_is_narrowed(
    browser: Client, done: Job, grave: Incident, query: str, found: bool
) -> None:
    page = text(browser, f"/strategy/replays/{done.pk}/incidents/{query}")

    assert (f"/strategy/replays/{done.pk}/incidents/{grave.ref}/" in page) is found


def test_the_list_comes_a_page_at_a_time(
    browser: Client,
    agent: Actor,
    manager: Actor,
    strategy: Version,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("musterpoint.interfaces.web.views.replays_rows.A_PAGE", 2)
    rows = [log(by=agent, impact="I1", urgency="U1", summary=f"Line {n}") for n in range(3)]
    job = ask_replay(policy=gentler_draft(manager), by=manager, at=clock.now())
    work(job)

    first = text(browser, f"/strategy/replays/{job.pk}/incidents/")
    second = text(browser, f"/strategy/replays/{job.pk}/incidents/?after={rows[1].pk}")

    lines = [
        f'/strategy/replays/{job.pk}/incidents/{row.ref}/">Line {n}' for n, row in enumerate(rows)
    ]
    assert [line in first for line in lines] == [True, True, False]
    assert f"?after={rows[1].pk}" in first
    assert [line in second for line in lines] == [False, False, True]


@pytest.mark.parametrize("tail", ["", "incidents/", "incidents.csv"])
def test_a_result_takes_the_same_statements_however_much_differs(
    tail: str, browser: Client, agent: Actor, manager: Actor, strategy: Version
) -> None:
    policy, counts = gentler_draft(manager), []
    for more in (1, 2):
        for _ in range(more):
            log(by=agent, impact="I1", urgency="U1")
        job = ask_replay(policy=policy, by=manager, at=clock.now())
        work(job)
        address = f"/strategy/replays/{job.pk}/{tail}"
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 9


def test_one_incident_opens_to_what_each_side_makes_of_it(
    browser: Client, done: Job, grave: Incident
) -> None:
    page = text(browser, f"/strategy/replays/{done.pk}/incidents/{grave.ref}/")

    assert "What really happened" in page
    assert "matrix.I1.U1" in page
    assert "/strategy/1/clause/matrix.I1.U1/" in page


def test_what_differs_is_handed_out_as_csv(browser: Client, done: Job, grave: Incident) -> None:
    answer = browser.get(f"/strategy/replays/{done.pk}/incidents.csv")

    (line,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (line["ref"], line["priority_against"], line["priority_policy"]) == (
        grave.ref, "P1", "P2",
    )  # fmt: skip


@pytest.mark.parametrize("tail", ["incidents/", "incidents.csv"])
def test_what_was_restricted_after_the_replay_is_not_shown(
    tail: str, sign_in: SignIn, leader: Actor, done: Job, grave: Incident
) -> None:
    Incident.objects.filter(pk=grave.pk).update(restricted=True)
    browser = sign_in(leader)

    page = text(browser, f"/strategy/replays/{done.pk}/{tail}")

    assert grave.ref not in page
    assert "No calls come in" not in page
    one = browser.get(f"/strategy/replays/{done.pk}/incidents/{grave.ref}/")
    assert one.status_code == 404


def test_what_the_replay_keeps_is_not_handed_out_as_a_file(browser: Client, done: Job) -> None:
    assert browser.get(f"/jobs/{done.pk}/file/").status_code == 404


@pytest.mark.parametrize("tail", ["incidents/", "incidents.csv", "incidents/INC-000001/"])
def test_a_replay_that_is_not_done_has_no_incidents(
    tail: str, browser: Client, manager: Actor, strategy: Version
) -> None:
    job = ask_replay(policy="default", by=manager, at=clock.now())

    assert browser.get(f"/strategy/replays/{job.pk}/{tail}").status_code == 404


def test_a_job_of_another_kind_is_no_replay(browser: Client, manager: Actor) -> None:
    job = jobs.ask(kind="other", arguments={}, person_id=manager.person_id, at=clock.now())

    assert browser.get(f"/strategy/replays/{job.pk}/").status_code == 404


def test_the_replays_are_listed_newest_first(
    browser: Client, manager: Actor, done: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musterpoint.interfaces.web.views.replays.A_PAGE", 1)
    newer = ask_replay(policy="default", by=manager, at=clock.now() + timedelta(seconds=1))

    page = text(browser, "/strategy/replays/")

    assert "Shipped strategy" in page
    assert f'href="/strategy/replays/{done.pk}/"' not in page
    assert f"?before={newer.pk}" in page
    older = text(browser, f"/strategy/replays/?before={newer.pk}")
    assert f'href="/strategy/replays/{done.pk}/"' in older
    only = text(browser, f"/strategy/replays/?policy={done.arguments['policy']}")
    assert f'href="/strategy/replays/{newer.pk}/"' not in only


def test_an_odd_address_shows_the_list(browser: Client, done: Job) -> None:
    assert browser.get("/strategy/replays/?policy=%00").status_code == 200
