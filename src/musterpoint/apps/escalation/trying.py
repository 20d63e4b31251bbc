"""Try a path with the people, rotas and ways there are at an instant. It writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from musterpoint.apps.escalation import calling, finding, recipients
from musterpoint.apps.escalation.calling import Manner, Ways
from musterpoint.apps.escalation.finding import Found
from musterpoint.apps.escalation.recipients import Recipient
from musterpoint.apps.notifications.channels import registry
from musterpoint.domain.channels import IN_PRODUCT
from musterpoint.domain.delivery import Way
from musterpoint.domain.escalation import Telling
from musterpoint.domain.escalation.trying import Behind, Told, Trial, WayOut, simulate
from musterpoint.domain.policy.document import Path, Strategy

NO_INCIDENT = 0
BROKEN = "it failed for good and was not mended since"


def try_path(strategy: Strategy, path: Path, *, priority: str, at: datetime) -> Trial:
    """Return who would be told if an incident of this priority began at ``at``."""
    return _Try(strategy, path, priority).run(at)


class _Try:
    """One trial: what is asked of the database at each instant is asked once."""

    def __init__(self, strategy: Strategy, path: Path, priority: str) -> None:
        self._strategy = strategy
        self._path = path
        self._priority = priority
        self._wakes = priority in strategy.waking
        self._people: dict[datetime, recipients.Directory] = {}
        self._is_set_up = {IN_PRODUCT: True}

    def run(self, at: datetime) -> Trial:
        return simulate(
            self._path,
            priority=self._priority,
            start=at,
            calendars=self._strategy.calendars,
            who=self._behind,
        )

    def _behind(self, telling: Telling, at: datetime) -> Behind:
        found = finding.find(self._path, telling, self._directory(at), incident_id=NO_INCIDENT)
        manner = Manner(self._priority, self._wakes, found.by)
        ways = calling.ways_for([(self._priority, self._wakes, [found])], at=at)
        return Behind(
            people=tuple(self._told(one, ways, manner) for one in found.people),
            nobody=_stands_in(found),
            note=found.note,
        )

    def _directory(self, at: datetime) -> recipients.Directory:
        if at not in self._people:
            self._people[at] = recipients.directory([self._path], incident_ids=(), at=at)
        return self._people[at]

    def _told(self, recipient: Recipient, ways: Ways, manner: Manner) -> Told:
        return Told(
            code=recipient.code,
            name=recipient.name,
            why=recipient.why,
            ways=tuple(map(self._judged, ways.to(recipient, manner))),
            person=None if recipient.person_id is None else str(recipient.person_id),
            is_shadow=recipient.is_shadow,
        )

    def _judged(self, way: Way) -> WayOut:
        """Return a way as one that works, or that cannot: it is broken, or not set up here."""
        out = WayOut(channel=way.channel, after=way.after, says=way.says)
        if way.channel not in self._is_set_up:
            kind = registry.KINDS.get(way.channel)
            self._is_set_up[way.channel] = kind is not None and kind.is_set_up
        if not self._is_set_up[way.channel]:
            return replace(out, works=False, says="this channel is not set up here")
        return replace(out, works=False, says=BROKEN) if way.is_broken else out


def _stands_in(found: Found) -> bool:
    """Whether nobody was found of those whom the step names."""
    return found.note in (finding.INSTEAD, finding.NOBODY)
