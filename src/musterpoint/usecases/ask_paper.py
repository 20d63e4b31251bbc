"""Ask for a version or a draft of the strategy as a document, or as a pack of evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.reporting import strategy_evidence
from musterpoint.apps.reporting.strategy_evidence import NoSuchStrategy
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.policy.papers import PaperForm
from musterpoint.usecases.refusals import Problem, Refusal


class NothingToPrint(Refusal):
    """There is no such version or draft, or it is not whole enough to print."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="of", says=says))


class UnknownForm(Refusal):
    """The document cannot be had in this form."""

    def __init__(self, form: str) -> None:
        known = ", ".join(one.value for one in PaperForm)
        super().__init__(Problem(field="form", says=f"'{form}' is none of {known}."))


@transaction.atomic
def ask_paper(*, of: str, form: str, by: Actor, at: datetime) -> Job:
    """Have ``of`` (``v3``, ``draft:5``) printed by a worker, as things stand at ``at``.

    Raises NothingToPrint and UnknownForm; nothing is asked for then.
    """
    by.must(Action.TEST_POLICY)
    if form not in set(PaperForm):
        raise UnknownForm(form)
    try:
        found = strategy_evidence.subject(of)
    except NoSuchStrategy as refusal:
        raise NothingToPrint(str(refusal)) from refusal
    arguments = {"of": found.name, "form": form, "at": at.isoformat()}
    return jobs.ask(kind=JobKind.STRATEGY_PAPER, arguments=arguments, person_id=by.person_id, at=at)
