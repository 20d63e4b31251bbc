"""The words of a status page for its readers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from musterpoint.domain.status_pages import ComponentStatus, Impact, NoticeState

OVERALL: dict[Impact, Any] = {
    Impact.NONE: _("Everything works"),
    Impact.MAINTENANCE: _("Planned work is under way"),
    Impact.MINOR: _("Something works less well than it should"),
    Impact.MAJOR: _("Part of the service does not work"),
    Impact.CRITICAL: _("A large part of the service does not work"),
}
COMPONENT: dict[ComponentStatus, Any] = {
    ComponentStatus.OPERATIONAL: _("Works"),
    ComponentStatus.DEGRADED: _("Works less well"),
    ComponentStatus.PARTIAL: _("Partly out of order"),
    ComponentStatus.MAJOR: _("Out of order"),
    ComponentStatus.MAINTENANCE: _("Planned work"),
}
STATE: dict[NoticeState, Any] = {
    NoticeState.INVESTIGATING: _("Being looked into"),
    NoticeState.IDENTIFIED: _("Cause found"),
    NoticeState.MONITORING: _("Restored, being watched"),
    NoticeState.RESOLVED: _("Over"),
    NoticeState.SCHEDULED: _("Planned"),
    NoticeState.IN_PROGRESS: _("Under way"),
    NoticeState.VERIFYING: _("Done, being checked"),
    NoticeState.COMPLETED: _("Finished"),
    NoticeState.CANCELLED: _("Called off"),
}
IMPACT: dict[Impact, Any] = {
    Impact.NONE: _("No effect on you"),
    Impact.MINOR: _("Small effect"),
    Impact.MAJOR: _("Large effect"),
    Impact.CRITICAL: _("Very large effect"),
    Impact.MAINTENANCE: _("Planned work"),
}
