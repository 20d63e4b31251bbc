"""What a page of updates is judged by, asked for once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries.glossary import glossary
from musterpoint.apps.incidents.queries import Room
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.composing.plan import Row
from musterpoint.interfaces.web.composing.sheets import Desk


def desk_of(room: Room, *, at: datetime) -> Desk:
    return Desk(
        strategy=room.version.strategy,
        board={one.number: one for one in boards.board(room.incident.pk)},
        glossary=glossary(),
        zone=directory.centre()[1],
        at=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What is written to whom: new drafts to the audiences of ``rows``, or one ``update``."""

    room: Room
    desk: Desk
    rows: Mapping[str, Row]
    update: Any = None
