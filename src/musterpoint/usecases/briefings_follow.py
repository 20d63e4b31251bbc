"""Briefings follow their incident: they end with it, and cards look again when it changes."""

from __future__ import annotations

from musterpoint.apps.communications.models import Briefing
from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.incidents.operations import Record


def end_with_incident(record: Record, *, says: str) -> None:
    """End every open briefing of an incident that is over. Opens an entry for each."""
    for row in briefings.still_open(record):
        record.enter("briefing_ended", reason=says)
        briefings.change(
            record, row, state=Briefing.State.ENDED, ended_at=record.at, ended_why=says
        )


def show_again(record: Record) -> None:
    """Let cards look again: how grave the incident is, or who may see it, has changed."""
    if briefings.still_open(record):
        record.topic(briefings.TOPIC)
