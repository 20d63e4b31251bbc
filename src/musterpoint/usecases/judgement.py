"""What several use cases ask of an incident before they decide: its facts and targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from musterpoint.apps.incidents.models import Clock, Incident, Obligation
from musterpoint.apps.incidents.operations import Record, duties, promises
from musterpoint.apps.incidents.operations.clock_events import standing
from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.obligations import RTO, shares_below
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import DutyKind
from musterpoint.domain.priority import Assessment, Facts, assess
from musterpoint.domain.timer_kinds import TimerKind


def facts_of(incident: Incident, *, key_account: bool, share_left: float | None = None) -> Facts:
    """Return what the priority rule may know of an incident."""
    return Facts(
        impact=incident.impact,
        urgency=incident.urgency,
        category=incident.category or None,
        life_safety=incident.life_safety,
        personal_data=incident.personal_data,
        vulnerable_customers=incident.vulnerable_customers,
        key_account=key_account,
        clock_share_left=share_left,
        floor_answer=incident.floor_answer,
        override_priority=incident.override_priority or None,
        override_reason=incident.override_reason,
    )


def judge(
    incident: Incident, strategy: Strategy, *, key_account: bool, share_left: float | None
) -> Decision[Assessment]:
    """Return the incident's priority under ``strategy`` and every clause used."""
    facts = facts_of(incident, key_account=key_account, share_left=share_left)
    return assess(strategy, facts)


def share_left_of(record: Record, strategy: Strategy) -> float | None:
    """Return the share left of the legal or contract clock that is nearest to its end."""
    if not shares_below(strategy) or record.incident.source_system:
        return None
    return nearest_share(
        record.incident,
        duties.open_of(record),
        promises.running(record),
        strategy=strategy,
        at=record.at,
    )


def nearest_share(
    incident: Incident,
    owed: Iterable[Obligation],
    promised: Iterable[Clock],
    *,
    strategy: Strategy,
    at: datetime,
) -> float | None:
    """Return the smallest share left among open duties that bind and contract clocks that run.

    A duty that stands in for clients' contracts is nobody's contract where no client is concerned.
    """
    has_client = bool(incident.account_id or incident.account_named)
    of_duties = (
        duties.share_left(one, at=at)
        for one in owed
        if has_client or not _stands_in_for_contracts(one, strategy)
    )
    of_contracts = (
        1 - standing(one, strategy=strategy, at=at).share for one in promised if one.kind != RTO
    )
    return min((one for one in (*of_duties, *of_contracts) if one is not None), default=None)


def _stands_in_for_contracts(duty: Obligation, strategy: Strategy) -> bool:
    rule = strategy.obligations.get(duty.code)
    return rule is not None and rule.kind is DutyKind.CONTRACT


def is_key_account(incident: Incident) -> bool:
    """Return whether the incident's client account is a key account."""
    return incident.account is not None and incident.account.key_account


def targets_of(incident: Incident, strategy: Strategy) -> str:
    """Return the priority whose targets hold: the incident's own, or the major pace."""
    return strategy.major.targets_of if incident.is_major else incident.priority


def as_rows(because: tuple[Because, ...]) -> list[dict[str, str]]:
    """Return clauses as they are kept in a row and shown."""
    return [{"clause": each.clause, "says": each.says} for each in because]


def arm_reassessment(record: Record, strategy: Strategy) -> None:
    """Arm the next prompt to look again, or disarm it where the strategy sets none."""
    incident = record.incident
    every = strategy.reassess.every.get(targets_of(incident, strategy))
    key = str(incident.pk)
    if every is None or incident.source_system:
        record.disarm(TimerKind.REASSESS, key)
    else:
        payload = {"incident": incident.pk}
        record.arm(TimerKind.REASSESS, key, at=record.at + every, payload=payload)
