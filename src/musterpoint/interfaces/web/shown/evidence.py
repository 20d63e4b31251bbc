"""What a draft was tried with before anybody signs it: its replays and the scenarios played."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from musterpoint.apps.jobs import queries as jobs
from musterpoint.apps.policies import trials
from musterpoint.apps.policies.named import DRAFT
from musterpoint.domain.authority import Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.interfaces.web.shown import replays

MOST_REPLAYS = 5


def of_draft(number: int, *, digest: str, for_: Actor) -> dict[str, Any]:
    """Return the newest replays of a draft, and the last result kept of each scenario.

    ``is_of_this_text`` tells a trial of the text as it reads now from one of an earlier text.
    """
    name = f"{DRAFT}{number}"
    query = urlencode({"policy": name})
    found = jobs.of_kind(JobKind.REPLAY, for_=for_, limit=MOST_REPLAYS, policy=name)
    return {
        "of": name,
        "query": query,
        "replays": [
            replays.row(job) | {"is_of_this_text": _digest(job.result) in ("", digest)}
            for job in found
        ],
        "runs": [
            {
                "run": run,
                "url": f"{reverse('web:scenario', args=[run.scenario])}?{query}",
                "is_of_this_text": run.digest == digest,
            }
            for run in trials.runs_under(name)
        ],
    }


def _digest(figures: Mapping[str, Any] | None) -> str:
    """Return of which text a replay is; empty while it has not been done."""
    return str(figures["policy"]["digest"]) if figures else ""
