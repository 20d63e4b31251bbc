"""Replays by the API: asked for, read while they wait and when they are done."""

from __future__ import annotations

import pytest

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies.queries import Version
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker.jobs import attempt
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db
REPLAYS = "/api/v1/replays"


def test_a_replay_is_asked_for_and_read(strategy: Version, as_manager: Speaker) -> None:
    as_manager.post(INCIDENTS, {"summary": "Phones are down", "impact": "I1", "urgency": "U1"})

    answer = as_manager.post(REPLAYS, {"policy": "default", "from": "2026-01-01T00:00:00Z"})

    asked = said(answer, 201)
    assert answer.headers["Location"].endswith(asked["url"])
    assert (asked["state"], asked["against"], asked["result"]) == ("waiting", "v1", None)
    now = clock.now()
    jobs.claim(worker="vm:1", at=now)
    attempt(asked["number"], 1, now=lambda: now)
    done = said(as_manager.get(asked["url"]))
    assert (done["state"], done["of"]) == ("done", 1)
    assert done["result"]["sides"]["policy"]["priorities"] == {"P1": 1}
    assert done["result"]["from"] == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"policy": "v9"}, "policy"),
        ({"policy": "default", "against": "draft:7"}, "against"),
        (
            {"policy": "default", "from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
            "to",
        ),
    ],
)
def test_what_cannot_be_replayed_is_refused_by_name(
    strategy: Version, as_manager: Speaker, body: dict[str, str], field: str
) -> None:
    answer = as_manager.post(REPLAYS, body)

    assert answer.status_code == 422
    assert field in faults(answer)
    assert not Job.objects.exists()


@pytest.mark.parametrize("number", ["1", "99999999999999999999"])
def test_a_replay_that_is_not_there_is_not_found(as_manager: Speaker, number: str) -> None:
    assert as_manager.get(f"{REPLAYS}/{number}").status_code in {404, 422}


def test_a_job_of_another_kind_is_no_replay(as_manager: Speaker) -> None:
    job = jobs.ask(kind="other", arguments={}, person_id=None, at=clock.now())

    assert as_manager.get(f"{REPLAYS}/{job.pk}").status_code == 404
