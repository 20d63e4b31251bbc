"""The page of a job: how far it is, stopping it, its file; for whoever asked."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def asked(by: Actor) -> Job:
    return jobs.ask(kind="replay", arguments={}, person_id=by.person_id, at=clock.now())


def finished(by: Actor) -> Job:
    job = asked(by)
    jobs.claim(worker="vm:1", at=clock.now())
    jobs.finish(
        job_id=job.pk, attempt=1, at=clock.now(), result={}, blob=b"a,b\n", blob_name="rows.csv"
    )
    return job


def test_a_job_that_waits_says_so_and_asks_again_by_itself(browser: Client, manager: Actor) -> None:
    job = asked(manager)

    page = browser.get(f"/jobs/{job.pk}/").content.decode()

    assert "waiting for a worker" in page
    assert f'hx-get="/jobs/{job.pk}/progress/"' in page
    assert "Load this page again" in page


def test_a_job_stands_under_the_page_that_lists_its_kind(browser: Client, manager: Actor) -> None:
    paper = jobs.ask(
        kind="strategy_paper",
        arguments={"of": "v1", "form": "pdf"},
        person_id=manager.person_id,
        at=clock.now(),
    )

    page = browser.get(f"/jobs/{paper.pk}/").content.decode()
    assert '<a href="/strategy/documents/" aria-current="page">' in page
    assert '<a class="b" href="/strategy/documents/">All documents</a>' in page
    page = browser.get(f"/jobs/{asked(manager).pk}/").content.decode()
    assert '<a href="/strategy/replays/" aria-current="page">' in page
    assert "All documents" not in page


def test_the_bar_tells_how_far_it_is(browser: Client, manager: Actor) -> None:
    job = asked(manager)
    jobs.claim(worker="vm:1", at=clock.now())
    jobs.progress(job_id=job.pk, attempt=1, done=12_500, of=25_000, says="Reading")

    answer = browser.get(f"/jobs/{job.pk}/progress/")

    assert 'value="50"' in answer.content.decode()
    assert "12,500 of 25,000" in answer.content.decode()
    assert "HX-Refresh" not in answer.headers


def test_the_page_is_loaded_anew_once_the_job_has_ended(browser: Client, manager: Actor) -> None:
    job = finished(manager)

    answer = browser.get(f"/jobs/{job.pk}/progress/")

    assert answer.headers["HX-Refresh"] == "true"
    assert "hx-get" not in answer.content.decode()


def test_a_job_is_stopped(browser: Client, manager: Actor) -> None:
    job = asked(manager)

    answer = browser.post(f"/jobs/{job.pk}/stop/", follow=True)

    assert Job.objects.get().state == "cancelled"
    assert "Stopped." in answer.content.decode()


def test_a_job_that_has_ended_is_not_stopped(browser: Client, manager: Actor) -> None:
    job = finished(manager)

    answer = browser.post(f"/jobs/{job.pk}/stop/", follow=True)

    assert Job.objects.get().state == "done"
    assert "It had ended before." in answer.content.decode()


def test_the_file_is_handed_out(browser: Client, manager: Actor) -> None:
    job = finished(manager)

    answer = browser.get(f"/jobs/{job.pk}/file/")

    assert answer.content == b"a,b\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rows.csv"'


@pytest.mark.parametrize("tail", ["", "progress/", "file/"])
def test_somebody_elses_job_is_nowhere(
    tail: str, sign_in: SignIn, agent: Actor, manager: Actor
) -> None:
    job = finished(manager)

    assert sign_in(agent).get(f"/jobs/{job.pk}/{tail}").status_code == 404


def test_nobody_stops_somebody_elses_job(sign_in: SignIn, agent: Actor, manager: Actor) -> None:
    job = asked(manager)

    assert sign_in(agent).post(f"/jobs/{job.pk}/stop/").status_code == 404
    assert Job.objects.get().state == "waiting"


def test_a_number_that_no_database_keeps_is_nowhere(browser: Client) -> None:
    assert browser.get(f"/jobs/{2**63}/").status_code == 404
