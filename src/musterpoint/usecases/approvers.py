"""Who may agree to an update now: whoever holds the role that the plan names, or covers it."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.rotas.answering import answering
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.usecases.owners import owners_of


def approvers(
    record: Record, strategy: Strategy, rule: CommsRule | None, *, at: datetime
) -> tuple[int, ...]:
    """Return the people whose agreement counts, the first to be asked first.

    The holder of the role on the incident or of one that it split from, then whoever answers for
    it in the organisation; where there is nobody at all, whoever manages the incident.
    """
    managing = [one.pk for one in owners_of([record.incident], at=at).managing(record.incident)]
    if rule is None:
        return tuple(managing)
    held = parts.roles_of(record)
    found: list[int] = []
    for code in _and_what_it_split_from(strategy, rule.approver):
        row = held.get(code)
        if row is not None and row.closed_at is None and row.person_id is not None:
            found.append(row.person_id)
    found += [one.pk for one in answering([rule.approver], at=at).get(rule.approver, [])]
    return tuple(dict.fromkeys(found or managing))


def role_name(strategy: Strategy, rule: CommsRule | None) -> str:
    """Return what the approver of a row is called."""
    if rule is None:
        return "whoever manages the incident"
    role = strategy.roles.get(rule.approver)
    return role.name if role is not None else rule.approver


def _and_what_it_split_from(strategy: Strategy, code: str) -> list[str]:
    found: list[str] = []
    while code and code not in found and code in strategy.roles:
        found.append(code)
        code = strategy.roles[code].splits_from or ""
    return found
