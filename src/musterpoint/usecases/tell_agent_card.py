"""The channels of an update that mean the agent card: it stands there as a briefing, at once.

One briefing for an audience of an incident: the next update revises it, and so does a correction,
so that everybody is asked to read again. That there is nothing new takes nothing off the card: it
follows what stands there. What outsiders are told has no place there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from musterpoint.apps.communications.models import Briefing, Delivery
from musterpoint.apps.communications.operations import briefings, channels
from musterpoint.apps.communications.operations.channels import Made, Sending
from musterpoint.apps.communications.queries.facts import board
from musterpoint.domain.briefings import Line, Part, never_promise

TEAM = "team:"
LONGEST_HEADLINE = 160
NEXT_UPDATE = "Next update:"


def tell_agent_card(sending: Sending, *, channel: str) -> Iterator[Made]:
    """Put an update on the card and yield its delivery: it has reached when all have read it."""
    if sending.outside:
        yield channels.by_hand(sending, channel)
        return
    update, record = sending.update, sending.record
    row = briefings.of_audience(record, update.audience)
    if row is not None and update.nothing_new:
        _follow(sending, row)
    elif row is None or row.update_id != update.pk:  # another channel of it may have been here
        says: dict[str, Any] = {
            "headline": record.incident.summary[:LONGEST_HEADLINE],
            "lines": _lines(sending),
            "teams": _teams(sending),
            "by": update.sent_by_id,
            "update_id": update.pk,
        }
        if row is None:
            briefings.issue(record, **says)
        else:
            briefings.revise(record, row, **says)
    delivery = Delivery(
        update=update, channel=channel, recipient="Agent card", state=Delivery.State.SENT
    )
    yield Made(delivery=delivery)


def _follow(sending: Sending, row: Briefing) -> None:
    """Say on the card that nothing is new, under what it says; it goes on telling that update."""
    fresh = _lines(sending)
    old = [one for one in briefings.lines(row) if one.part is not Part.NEVER]
    lines = [*(one for one in old if not _is_past(one, fresh)), *fresh]
    if lines != briefings.lines(row):  # another channel of it may have been here
        briefings.revise(
            sending.record,
            row,
            headline=row.headline,
            lines=lines,
            teams=_teams(sending),
            by=sending.update.sent_by_id,
            update_id=row.update_id,
        )


def _is_past(line: Line, fresh: Sequence[Line]) -> bool:
    return line.says.startswith(NEXT_UPDATE) or line in fresh


CARD_CHANNELS: dict[str, channels.Deliver] = {
    name: partial(tell_agent_card, channel=name) for name in briefings.CHANNELS
}


def _lines(sending: Sending) -> list[Line]:
    told = [
        Line(part=Part.BROKEN, says=says.strip())
        for says in sending.text.splitlines()
        if says.strip()
    ]
    never = never_promise(board(sending.record.incident.pk), at=sending.at)
    return [*told, *(Line(part=Part.NEVER, says=says) for says in never)]


def _teams(sending: Sending) -> Sequence[int]:
    """Return the teams it is for when it is for teams alone, else none: for everybody."""
    holders = [one.holder for one in sending.recipients]
    if not holders or not all(holder.startswith(TEAM) for holder in holders):
        return ()
    known = briefings.team_ids(holder.removeprefix(TEAM) for holder in holders)
    return sorted(known.values())
