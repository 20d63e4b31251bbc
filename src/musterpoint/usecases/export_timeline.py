"""Hand out the timeline of an incident as a file that equals its ledger."""

from __future__ import annotations

from enum import StrEnum

from musterpoint.apps.incidents.operations.locking import NoSuchIncident
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.ledger import proof as ledgers
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.timeline_file import TimelineFile, as_csv, as_json


class Format(StrEnum):
    """The files that a timeline can become."""

    JSON = "json"
    CSV = "csv"


def export_timeline(*, incident_id: int, format_: Format, by: Actor) -> TimelineFile:
    """Return the file. Raises NotAllowed, or NoSuchIncident when this actor may not see it."""
    by.must(Action.READ)
    incident = visible_to_actor(by).filter(pk=incident_id).first()
    if incident is None:
        raise NoSuchIncident
    entries = ledgers.recorded([incident.stream])
    if format_ is Format.JSON:
        text, content_type = as_json(entries, ref=incident.ref), "application/json"
    else:
        text, content_type = as_csv(entries), "text/csv; charset=utf-8"
    return TimelineFile(
        name=f"{incident.ref}-timeline.{format_}", content_type=content_type, text=text
    )
