"""The updates of an incident: their words, whom they reached, and what each audience was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from musterpoint.apps.communications.models import Delivery, Piece, Translation, Update
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain import updates as rules
from musterpoint.domain.facts import FactState
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Stage, Told

_COURSE = """
SELECT e.at, c.value ->> 'field', c.value ->> 'new' FROM ledger_entry AS e,
    jsonb_array_elements(e.data -> 'changes') WITH ORDINALITY AS c(value, place)
WHERE e.stream = %s AND e.data -> 'changes' @> '[{"of": "incident"}]'
    AND c.value ->> 'of' = 'incident'
    AND c.value ->> 'field' IN ('priority', 'category', 'declared_at', 'stood_down_at')
ORDER BY e.seq, c.place
"""
NOT_SENT = (Update.State.DRAFTED, Update.State.APPROVAL, Update.State.APPROVED)
OPEN = (Delivery.State.WAITING, Delivery.State.FAILED)
_SAID = (Update.State.SENT, Update.State.WRONG)


def of_incident(incident_id: int) -> QuerySet[Update]:
    """Return the updates of an incident in their order, with who composed, agreed and sent."""
    rows = Update.objects.filter(incident=incident_id).order_by("number")
    return rows.select_related("incident", "composed_by", "approved_by", "sent_by", "corrects")


def find(incident_id: int, number: int) -> Update | None:
    """Return one update of an incident, or None."""
    return of_incident(incident_id).filter(number=number).first()


def pieces(ids: Sequence[int]) -> dict[int, tuple[rules.Piece, ...]]:
    """Return the pieces of each of these updates, in order, as values that rules can judge."""
    found: defaultdict[int, list[rules.Piece]] = defaultdict(list)
    rows = Piece.objects.filter(update__in=list(ids)).order_by("update", "position")
    for pk, kind, says, number, field in rows.values_list(
        "update", "kind", "says", "fact__number", "field"
    ):
        found[pk].append(
            rules.Piece(kind=rules.PieceKind(kind), says=says, fact=number, field=field)
        )
    return {pk: tuple(found[pk]) for pk in ids}


def in_place_of_wrong(update: Update) -> tuple[int, ...]:
    """Return the numbers of the standing facts that replace what the update to correct said."""
    rows = Piece.objects.filter(update=update.corrects_id, fact__replaced_by__isnull=False)
    standing = rows.exclude(fact__replaced_by__state=FactState.WITHDRAWN).order_by("position")
    return tuple(dict.fromkeys(standing.values_list("fact__replaced_by__number", flat=True)))


def translations(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the whole words of each of these updates in other languages, by tag."""
    found: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    rows = Translation.objects.filter(update__in=list(ids)).order_by("language")
    for pk, tag, says in rows.values_list("update", "language", "says"):
        found[pk][tag] = says
    return found


def deliveries(update_id: int) -> list[Delivery]:
    """Return whom an update was sent to, by channel and name."""
    rows = Delivery.objects.filter(update=update_id).select_related("message", "done_by")
    return list(rows.order_by("channel", "recipient", "id"))


def reached(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many deliveries of each update stand in which state."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Delivery.objects.filter(update__in=list(ids)).values_list("update", "state")
    for pk, state, count in rows.annotate(count=Count("id")):
        found[pk][state] = count
    return found


def told(incident_ids: Sequence[int]) -> dict[int, dict[str, list[Told]]]:
    """Return what went out to each audience of each incident, in order.

    A correction is a word to its audience as well; what it corrects was one too.
    """
    found: dict[int, dict[str, list[Told]]] = {pk: {} for pk in incident_ids}
    rows = Update.objects.filter(incident__in=list(incident_ids), state__in=_SAID)
    for pk, audience, at, next_at, is_last in rows.order_by("sent_at", "id").values_list(
        "incident", "audience", "sent_at", "next_at", "is_last"
    ):
        if at is not None:
            word = Told(at=at, next_at=next_at, is_final=is_last)
            found[pk].setdefault(audience, []).append(word)
    return found


def stages(incident: Incident, strategy: Strategy, *, at: datetime) -> tuple[Stage, ...]:
    """Return how the incident has stood, as far as the plan asks, as its ledger tells it.

    What this transaction has changed and not yet kept is the last stage, from ``at``.
    """
    values: dict[str, Any] = {"priority": "", "category": "", "is_major": False}
    moments: dict[str, str | None] = {}
    found: list[Stage] = []
    with connection.cursor() as cursor:
        cursor.execute(_COURSE, [incident.stream])
        rows = cursor.fetchall()
    for since, field, new in rows:
        if field in values:
            values[field] = new
        else:
            moments[field] = new
            values["is_major"] = bool(moments.get("declared_at")) and not moments.get(
                "stood_down_at"
            )
        found = _with(found, values, strategy, since=since)
    values = {
        "priority": incident.priority,
        "category": incident.category,
        "is_major": incident.is_major,
    }
    if not found:
        return tuple(_with([], values, strategy, since=incident.logged_at))
    return tuple(_with(found, values, strategy, since=at))


def waiting_for_approval(incident_ids: Sequence[int]) -> QuerySet[Update]:
    """Return the updates of these incidents that wait for a second person."""
    rows = Update.objects.filter(incident__in=list(incident_ids), state=Update.State.APPROVAL)
    return rows.order_by("asked_at", "id")


def uncorrected(incident_id: int) -> list[Update]:
    """Return the wrong updates whose correction has not reached everybody yet.

    One whose correction was wrong as well is answered for by the correction of that.
    """
    corrections = Update.objects.filter(corrects=OuterRef("pk"))
    reaching = Delivery.objects.filter(update=OuterRef("pk"), state__in=OPEN)
    done = corrections.filter(Q(state=Update.State.WRONG) | Q(state=Update.State.SENT))
    done = done.exclude(Exists(reaching), state=Update.State.SENT)
    rows = Update.objects.filter(incident=incident_id, state=Update.State.WRONG)
    return list(rows.exclude(Exists(done)).order_by("number"))


def _with(
    found: list[Stage], values: Mapping[str, Any], strategy: Strategy, *, since: datetime
) -> list[Stage]:
    """Return the stages with one more where something changed; of one instant the last counts."""
    code = values["category"] or strategy.generic_category
    category = strategy.categories.get(code)
    stage = Stage(
        since=since,
        priority=values["priority"] or "",
        group=category.group if category is not None else "",
        category=code,
        is_major=bool(values["is_major"]),
    )
    before = [one for one in found if one.since < since]
    if before and _same(before[-1], stage):
        return before
    if found and found[-1].since >= since:
        stage = Stage(
            since=found[-1].since,
            priority=stage.priority,
            group=stage.group,
            category=stage.category,
            is_major=stage.is_major,
        )
    return [*before, stage]


def _same(one: Stage, other: Stage) -> bool:
    return (one.priority, one.group, one.category, one.is_major) == (
        other.priority,
        other.group,
        other.category,
        other.is_major,
    )
