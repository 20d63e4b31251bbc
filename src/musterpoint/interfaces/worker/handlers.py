"""What the worker runs for each kind of timer that falls due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces.worker.status_files import write_status_files
from musterpoint.usecases.check_facts import check_facts
from musterpoint.usecases.erase_expired import erase_expired
from musterpoint.usecases.fire_path_steps import fire_path_steps
from musterpoint.usecases.lapse_handovers import lapse_handovers
from musterpoint.usecases.mark_clocks import mark_clocks
from musterpoint.usecases.mark_duties import mark_duties
from musterpoint.usecases.mind_audiences import mind_audiences
from musterpoint.usecases.prompt_reassessment import prompt_reassessment
from musterpoint.usecases.prompt_tasks import prompt_tasks
from musterpoint.usecases.prompt_triage import prompt_triage
from musterpoint.usecases.prove_channels import prove_channels
from musterpoint.usecases.remind_consultation import remind_consultation
from musterpoint.usecases.remind_planned_work import remind_planned_work
from musterpoint.usecases.remind_promises import remind_promises
from musterpoint.usecases.remind_review import remind_review
from musterpoint.usecases.remind_strategy_review import remind_strategy_review
from musterpoint.usecases.swarm_help import widen_help
from musterpoint.usecases.watch_corrections import remind_of_corrections
from musterpoint.usecases.watch_ourselves import watch_ourselves

Handler = Callable[[Sequence[Claimed], datetime], None]

HANDLERS: Mapping[str, Handler] = {
    TimerKind.AUDIENCE_DUE: mind_audiences,
    TimerKind.AUDIT: watch_ourselves,
    TimerKind.CLOCK_MARK: mark_clocks,
    TimerKind.CONSULTATION_WAITING: remind_consultation,
    TimerKind.CORRECTION_OPEN: remind_of_corrections,
    TimerKind.DUTY_MARK: mark_duties,
    TimerKind.FACT_CHECK: check_facts,
    TimerKind.HANDOVER_DUE: lapse_handovers,
    TimerKind.HELP_WAITING: widen_help,
    TimerKind.PATH_STEP: fire_path_steps,
    TimerKind.PROMISE_DUE: remind_promises,
    TimerKind.PLANNED_WORK: remind_planned_work,
    TimerKind.PROVE_CHANNELS: prove_channels,
    TimerKind.REASSESS: prompt_reassessment,
    TimerKind.REVIEW_DUE: remind_review,
    TimerKind.STATUS_FILES: write_status_files,
    TimerKind.STRATEGY_REVIEW: remind_strategy_review,
    TimerKind.TASK_DUE: prompt_tasks,
    TimerKind.TRIAGE_DUE: prompt_triage,
    TimerKind.VAULT_ERASE: erase_expired,
}
