"""Ask for a replay of the past under a strategy: a job, whose result may be cited as evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies.named import HasErrors, NamedStrategy, NoSuchStrategy
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.usecases.refusals import Problem, Refusal


class CannotReplay(Refusal):
    """There is no such strategy, it has errors, or the period ends before it begins."""


@transaction.atomic
def ask_replay(
    *,
    policy: str,
    against: str = strategies.IN_FORCE,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Job:
    """Queue a replay of ``policy`` beside ``against``, or raise CannotReplay or NotAllowed.

    An empty ``against`` is nothing. What is in force at ``at`` is noted by its number.
    """
    by.must(Action.TEST_POLICY)
    if since is not None and until is not None and until <= since:
        raise CannotReplay(Problem(field="to", says="The period ends before it begins."))
    beside = _found("against", against, at=at).name if against else ""
    arguments = {
        "policy": _found("policy", policy, at=at).name,
        "against": beside,
        "from": since.isoformat() if since else None,
        "to": until.isoformat() if until else None,
    }
    return jobs.ask(kind=JobKind.REPLAY, arguments=arguments, person_id=by.person_id, at=at)


def _found(field: str, name: str, *, at: datetime) -> NamedStrategy:
    try:
        return strategies.named(name, at=at)
    except (NoSuchStrategy, NoStrategyInForce, HasErrors) as refusal:
        raise CannotReplay(Problem(field=field, says=str(refusal))) from refusal
