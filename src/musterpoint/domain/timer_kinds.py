"""What can fall due. The worker knows what to run for each; nothing else may be armed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TimerKind(StrEnum):
    """The kind of a timer row; its key names the thing it is about."""

    CLOCK_MARK = "clock_mark"
    DUTY_MARK = "duty_mark"
    PATH_STEP = "path_step"
    REASSESS = "reassess"
    TRIAGE_DUE = "triage_due"
    TASK_DUE = "task_due"
    REVIEW_DUE = "review_due"
    ALERT_SUPPRESSED = "alert_suppressed"
    DRAFT_EXPIRES = "draft_expires"
    AUDIT = "audit"
    PROVE_CHANNELS = "prove_channels"
    HANDOVER_DUE = "handover_due"
    HELP_WAITING = "help_waiting"
    CONSULTATION_WAITING = "consultation_waiting"
    STRATEGY_REVIEW = "strategy_review"
    FACT_CHECK = "fact_check"
    AUDIENCE_DUE = "audience_due"
    CORRECTION_OPEN = "correction_open"
    PROMISE_DUE = "promise_due"
    VAULT_ERASE = "vault_erase"
    STATUS_FILES = "status_files"
    PLANNED_WORK = "planned_work"


MEANING: Mapping[TimerKind, str] = {
    TimerKind.CLOCK_MARK: "A clock reaches one of its marks, such as 75 % of the time allowed.",
    TimerKind.DUTY_MARK: "A duty reaches a mark, or so little time is left that it is judged anew.",
    TimerKind.PATH_STEP: "The next telling of an escalation run falls due.",
    TimerKind.REASSESS: "An open incident is due a fresh look at impact and urgency.",
    TimerKind.TRIAGE_DUE: "An incident logged unsure must be looked at and typed.",
    TimerKind.TASK_DUE: "A playbook task should be done by now.",
    TimerKind.REVIEW_DUE: "The review of a closed incident is due.",
    TimerKind.ALERT_SUPPRESSED: "The suppression of an alert ends.",
    TimerKind.DRAFT_EXPIRES: "A draft that nobody finished may be forgotten.",
    TimerKind.AUDIT: "The product looks for promises it has not kept.",
    TimerKind.PROVE_CHANNELS: "A channel is due its weekly test to a volunteer.",
    TimerKind.HANDOVER_DUE: "What was not accepted of a handover stays with its giver, loudly.",
    TimerKind.HELP_WAITING: "Nobody has reacted to a call for help; it goes to more people.",
    TimerKind.CONSULTATION_WAITING: "Somebody asked about a draft has not answered.",
    TimerKind.STRATEGY_REVIEW: "A version of the strategy is due to be read again.",
    TimerKind.FACT_CHECK: "A fact is no longer good without being checked again.",
    TimerKind.AUDIENCE_DUE: "An audience is owed its next update.",
    TimerKind.CORRECTION_OPEN: "A correction has not reached everybody whom the error reached.",
    TimerKind.PROMISE_DUE: "What somebody was promised by now is due.",
    TimerKind.VAULT_ERASE: "Personal data has been kept for as long as its category allows.",
    TimerKind.STATUS_FILES: "The public status page has changed; its files are written again.",
    TimerKind.PLANNED_WORK: "Planned work should begin or end now; somebody is to say so.",
}
"""One line each, as the reference shows them."""
