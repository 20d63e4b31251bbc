"""The job that prints a strategy."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.reporting.strategy_evidence import NoSuchStrategy, subject
from musterpoint.apps.reporting.strategy_papers import paper
from musterpoint.domain.policy.papers import PaperForm


def print_paper(work: JobAtWork) -> None:
    """Make the file that was asked for; run again it makes the same, as of the same instant."""
    asked = work.arguments
    try:
        found = subject(asked["of"])
    except NoSuchStrategy as refusal:
        raise JobFailed(str(refusal)) from None
    made = paper(
        found,
        PaperForm(asked["form"]),
        at=datetime.fromisoformat(asked["at"]),
        tell=work.progress,
    )
    work.finish({"of": found.name, "form": asked["form"]}, blob=made.content, blob_name=made.name)
