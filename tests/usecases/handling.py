"""One incident and the person who works it: what they do, minute by minute after noon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import Judged, assess_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.reopen_incident import reopen_incident
from musterpoint.usecases.resolve_incident import resolve_incident
from tests.factories import at, fresh


@dataclass(kw_only=True)
class Handling:
    """What is left out is done as usual: by this person, with some fitting words."""

    incident: Incident
    by: Actor

    def acknowledge(self, minutes: float, **more: Any) -> None:
        acknowledge_incident(**self._call(minutes, more))

    def begin(self, minutes: float, **more: Any) -> None:
        begin_work(**self._call(minutes, more))

    def assess(self, minutes: float, **more: Any) -> Judged:
        return assess_incident(**self._call(minutes, more))

    def hold(self, minutes: float, reason: str = "waiting_for_supplier", **more: Any) -> None:
        hold_incident(**self._call(minutes, more), reason_code=reason)

    def resume(self, minutes: float, **more: Any) -> None:
        resume_incident(**self._call(minutes, more))

    def update(self, minutes: float, **more: Any) -> None:
        said = {"says": "We know and are on it.", "audience": "customers"}
        record_update(**self._call(minutes, said | more))

    def resolve(self, minutes: float, **more: Any) -> None:
        resolve_incident(**self._call(minutes, {"resolution": "Carrier changed a card."} | more))

    def close(self, minutes: float, **more: Any) -> None:
        said = {"verified_by": "Grace Adeyemi", "review_date": at(60 * 24 * 7).date()}
        close_incident(**self._call(minutes, said | more))

    def reopen(self, minutes: float, **more: Any) -> None:
        reopen_incident(**self._call(minutes, {"reason": "It is back"} | more))

    def correct(self, minutes: float, facts: dict[str, Any], **more: Any) -> None:
        correct_facts(**self._call(minutes, more), facts=facts)

    @property
    def row(self) -> Incident:
        return fresh(self.incident)

    def clock(self, kind: str, cycle: int | None = None) -> Clock:
        rows = Clock.objects.filter(incident=self.incident, kind=kind).order_by("cycle")
        found = rows.filter(cycle=cycle).get() if cycle else rows.last()
        assert found is not None, f"there is no {kind} clock"
        return found

    def states(self) -> dict[str, str]:
        rows = Clock.objects.filter(incident=self.incident).order_by("kind", "cycle")
        return {f"{row.kind}:{row.cycle}": row.state for row in rows}

    def _call(self, minutes: float, more: dict[str, Any]) -> dict[str, Any]:
        moment: datetime = at(minutes)
        return {"incident_id": self.incident.pk, "by": self.by, "at": moment} | more
