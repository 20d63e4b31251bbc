"""Write briefings and their lines, who read them, and what customers told agents.

What a briefing says stands on the ledger of its incident; who has read it, on its own stream, so
that five hundred readers never wait for the incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from musterpoint.apps.communications.models import (
    Briefing,
    BriefingLine,
    BriefingRead,
    Delivery,
    Fact,
)
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.briefings import Line, Part

TOPIC = "briefings"
CHANNELS = ("agent_card", "floor", "banner")
"""The channels of the plan that mean the agent card."""
KEPT = ("headline", "state", "revision", "update_id", "issued_at", "issued_by_id", "revised_at",
        "revised_by_id", "reminded_at", "ended_at", "ended_by_id", "ended_why")  # fmt: skip


def incident_of(briefing_id: int) -> int:
    """Return the incident of a briefing, so that it is locked first. Raises NoSuchBriefing."""
    found = Briefing.objects.filter(pk=briefing_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise NoSuchBriefing
    return found


def lock(record: Record, briefing_id: int) -> Briefing:
    """Lock and return a briefing of the recorded incident, or raise NoSuchBriefing."""
    rows = Briefing.objects.select_for_update().filter(incident=record.incident)
    found = rows.filter(pk=briefing_id).first()
    if found is None:
        raise NoSuchBriefing
    return found


def lock_to_read(briefing_id: int) -> Briefing:
    """Lock a briefing against being revised meanwhile; many readers hold it side by side."""
    rows = Briefing.objects.raw(
        "SELECT * FROM communications_briefing WHERE id = %s FOR SHARE", [briefing_id]
    )
    for row in rows:
        return row
    raise NoSuchBriefing


def issue(
    record: Record,
    *,
    headline: str,
    lines: Sequence[Line],
    teams: Sequence[int],
    by: int | None,
    update_id: int | None = None,
) -> Briefing:
    """Add a briefing within the record's open entry."""
    rows = Briefing.objects.filter(incident=record.incident)
    row = Briefing.objects.create(
        incident=record.incident,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        headline=headline,
        update_id=update_id,
        issued_at=record.at,
        issued_by_id=by,
        revised_at=record.at,
        revised_by_id=by,
    )
    row.teams.set(teams)
    _write_lines(row, lines)
    _note(record, row, {}, whole(row))
    return row


def revise(
    record: Record,
    row: Briefing,
    *,
    headline: str,
    lines: Sequence[Line],
    teams: Sequence[int],
    by: int | None,
    update_id: int | None = None,
) -> None:
    """Replace what a briefing says; whoever read it before is asked to read it again."""
    before = whole(row)
    row.headline, row.revision = headline, row.revision + 1
    row.revised_at, row.revised_by_id, row.update_id = record.at, by, update_id
    row.save(update_fields=["headline", "revision", "revised_at", "revised_by", "update"])
    row.teams.set(teams)
    BriefingLine.objects.filter(briefing=row).delete()
    _write_lines(row, lines)
    _note(record, row, before, whole(row))


def change(record: Record, row: Briefing, **values: Any) -> None:
    """Set fields of a briefing, such as how it ended, within the record's open entry."""
    before = whole(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in values])
    _note(record, row, before, whole(row))


def still_open(record: Record) -> list[Briefing]:
    """Lock and return the open briefings of the incident."""
    rows = Briefing.objects.select_for_update(of=("self",)).filter(
        incident=record.incident, state=Briefing.State.OPEN
    )
    return list(rows.order_by("pk"))


def open_telling(record: Record, fact_number: int) -> list[Briefing]:
    """Lock and return the open briefings of the incident that tell this fact."""
    rows = Briefing.objects.select_for_update(of=("self",)).filter(
        incident=record.incident,
        state=Briefing.State.OPEN,
        pk__in=BriefingLine.objects.filter(fact__number=fact_number).values("briefing"),
    )
    return list(rows.order_by("pk"))


def of_audience(record: Record, audience: str) -> Briefing | None:
    """Lock and return the open briefing that stands for updates to this audience, if one does."""
    rows = Briefing.objects.select_for_update(of=("self",)).filter(
        incident=record.incident, state=Briefing.State.OPEN, update__audience=audience
    )
    return rows.order_by("pk").first()


def of_update(record: Record, update_id: int) -> list[Briefing]:
    """Lock and return the open briefings that tell this update."""
    rows = Briefing.objects.select_for_update(of=("self",)).filter(
        incident=record.incident, state=Briefing.State.OPEN, update=update_id
    )
    return list(rows.order_by("pk"))


def reached(row: Briefing, *, at: datetime) -> None:
    """Say of the update that a briefing tells that it has reached everybody on the card."""
    Delivery.objects.filter(
        update=row.update_id, channel__in=CHANNELS, by_hand=False, state=Delivery.State.SENT
    ).update(state=Delivery.State.REACHED, reached_at=at)


def tell_cards(record: Record, facts: Iterable[int]) -> None:
    """See to it that cards look again when one of these facts, by id, is told in an open briefing.

    What a fact is worth changes what stands on a card, without a new revision.
    """
    told = BriefingLine.objects.filter(fact__in=list(facts), briefing__state=Briefing.State.OPEN)
    if told.exists():
        record.topic(TOPIC)


def read(briefing: Briefing, *, person: int, at: datetime, actor: str) -> bool:
    """Record that somebody has read the briefing as it stands; return whether that was new."""
    rows = BriefingRead.objects.filter(briefing=briefing, person=person)
    before = rows.aggregate(last=Max("revision"))["last"]
    if before is not None and before >= briefing.revision:
        return False
    _read, is_new = BriefingRead.objects.get_or_create(
        briefing=briefing,
        person_id=person,
        revision=briefing.revision,
        defaults={"read_at": at},
    )
    if not is_new:
        return False
    change = {"of": f"read:{person}", "field": "revision", "old": before, "new": briefing.revision}
    draft = ledger.Draft(kind="briefing_read", at=at, actor=actor, data={"changes": [change]})
    ledger.append(stream=briefing.stream, drafts=[draft], recorded_at=at)
    return True


def reads_topic(incident_id: int) -> str:
    """Return the live topic of who reads the briefings of an incident."""
    return f"reads:{incident_id}"


def name_of(row: Briefing) -> str:
    """Return how the ledger of the incident names a briefing."""
    return f"briefing:{row.number}"


def whole(row: Briefing) -> dict[str, Any]:
    """Return everything the ledger holds of a briefing."""
    lines = row.lines.order_by("position").values_list("part", "says", "fact__number")
    return {
        **{name.removesuffix("_id"): getattr(row, name) for name in KEPT},
        "teams": sorted(row.teams.values_list("code", flat=True)),
        "lines": [
            {"part": str(part), "says": says, **({"fact": fact} if fact else {})}
            for part, says, fact in lines
        ],
    }


def lines(row: Briefing) -> list[Line]:
    """Return what a briefing says, line by line."""
    rows = row.lines.order_by("position").values_list("part", "says", "fact__number")
    return [Line(part=Part(part), says=says, fact=fact) for part, says, fact in rows]


def team_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return the teams that these codes name."""
    return dict(Team.objects.filter(code__in=set(codes)).values_list("code", "id"))


def _write_lines(row: Briefing, lines: Sequence[Line]) -> None:
    numbers = {line.fact for line in lines if line.fact is not None}
    facts = Fact.objects.filter(incident=row.incident_id, number__in=numbers)
    by_number = dict(facts.values_list("number", "id"))
    BriefingLine.objects.bulk_create(
        BriefingLine(
            briefing=row,
            position=position,
            part=line.part,
            fact_id=by_number[line.fact] if line.fact is not None else None,
            says=line.says,
        )
        for position, line in enumerate(lines, start=1)
    )


def _note(record: Record, row: Briefing, before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = {name: (before.get(name), value) for name, value in after.items()}
    record.note_child(name_of(row), **{n: (o or None, v or None) for n, (o, v) in changes.items()})
    record.topic(TOPIC)
