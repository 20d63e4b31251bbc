"""A job in words: its kind, its state, and where its result is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.domain.job_kinds import JobKind

READ_AT: Mapping[str, str] = {JobKind.REPLAY: "replay"}
"""The name of the page that shows the result of a kind of job, found by the job's number."""


TABS: Mapping[str, str] = {JobKind.REPLAY: "replays", JobKind.STRATEGY_PAPER: "papers"}
"""Under which page about the strategy a kind of job stands."""


def told(job: Any) -> dict[str, str]:
    """Return ``job_name``, ``job_state``, ``job_tab`` and ``job_page``.

    ``job_tab`` is the page that lists such jobs; ``job_page`` is empty when it has none of its own.
    """
    page = READ_AT.get(job.kind, "")
    return {
        "job_name": _names().get(job.kind, job.kind),
        "job_state": _states()[job.state],
        "job_tab": TABS.get(job.kind, ""),
        "job_page": reverse(f"web:{page}", args=[job.pk]) if page else "",
    }


def _names() -> dict[str, str]:
    return {
        JobKind.REPLAY: _("Replay of past incidents"),
        JobKind.STRATEGY_PAPER: _("The strategy as a document"),
        JobKind.PERSON_EXPORT: _("All that is kept about a person"),
        JobKind.PERSON_ERASURE: _("Erasing a person"),
    }


def _states() -> dict[str, str]:
    return {
        "waiting": _("waiting for a worker"),
        "running": _("under way"),
        "done": _("done"),
        "failed": _("failed"),
        "cancelled": _("stopped"),
    }
