"""Judge an incident anew when the time left of a clock that binds begins, or ceases, to matter.

The strategy's exception for a clock that is nearly spent needs nobody's hand: a timer, a changed
anchor or a settled duty is enough.
"""

from __future__ import annotations

from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.policy.document import OverrideTrigger, Strategy
from musterpoint.domain.states import OPEN
from musterpoint.usecases.assess_incident import rejudge
from musterpoint.usecases.in_turn import take_turn
from musterpoint.usecases.judgement import share_left_of


def judge_by_time(record: Record, strategy: Strategy, *, reason: str) -> bool:
    """Judge anew if the exception applies and did not, or the reverse; return whether it was.

    An entry must be open. Raises TooEarly.
    """
    if not changed_by_time(record, strategy):
        return False
    take_turn(record)
    rejudge(record, reason=reason)
    return True


def changed_by_time(record: Record, strategy: Strategy) -> str:
    """Return the words of an exception that applies now and did not, or the reverse; or nothing."""
    incident = record.incident
    rules = [one for one in strategy.overrides if one.when is OverrideTrigger.CLOCK_NEARLY_SPENT]
    if not rules or incident.status not in OPEN or incident.source_system:
        return ""
    cited = {each["clause"] for each in incident.because}
    left = share_left_of(record, strategy)
    for one in rules:
        below = one.share_left_below
        applies = left is not None and below is not None and left < below
        if applies is not (f"overrides.{one.code}" in cited):
            return one.says
    return ""
