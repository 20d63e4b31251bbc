"""Prepare a handover from the live state of what somebody has in hand; edit or discard the draft.

Nobody else sees a draft, and it passes nothing: responsibility stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.models import Handover, HandoverSheet
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.operations import NoSuchIncident, handing
from musterpoint.apps.incidents.queries import NotFound
from musterpoint.apps.incidents.queries import handing as hands
from musterpoint.apps.incidents.queries.one import room
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.handover import Form, Item, LiveState, items, points
from musterpoint.domain.handover_summary import LONGEST, count_words, summary
from musterpoint.usecases.handing_over import NothingToHandOver, TooManyWords, draft_of
from musterpoint.usecases.live_state import state_of
from musterpoint.usecases.refusals import Problem, Refusal, refuse_if
from musterpoint.usecases.working import fitting, person_of

LONGEST_SUMMARY = 4_000
LONGEST_EXTRA = 300
MOST_EXTRA = 10


class UnknownForm(Refusal):
    """A summary is SBAR or IIMARCH."""

    def __init__(self) -> None:
        super().__init__(Problem(field="form", says="Choose SBAR or IIMARCH."))


@transaction.atomic
def prepare_handover(
    *,
    by: Actor,
    at: datetime,
    form: str = Form.SBAR,
    incident_ids: Sequence[int] | None = None,
) -> int:
    """Draft a handover of these incidents, or of everything in the giver's hands; return its id.

    Raises UnknownForm, NoSuchIncident, and NothingToHandOver.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    if form not in set(Form):
        raise UnknownForm
    is_shift = incident_ids is None
    wanted = hands.in_hands_of(by) if incident_ids is None else list(dict.fromkeys(incident_ids))
    kind = Handover.Kind.SHIFT if is_shift else Handover.Kind.INCIDENT
    handover = handing.draft(giver=person, form=form, kind=kind, at=at)
    sheets = [_sheet(handover, pk, by=by, at=at) for pk in wanted]
    if is_shift:
        sheets = [sheet for sheet in sheets if sheet is not None]
        if not sheets:
            raise NothingToHandOver("You hold no role and no task in an open incident.")
    elif None in sheets or not sheets:
        raise NothingToHandOver("You hold no role and no task in this incident.")
    handing.write_sheets(handover, [sheet for sheet in sheets if sheet is not None])
    return handover.pk


@transaction.atomic
def edit_handover(
    *,
    handover_id: int,
    by: Actor,
    at: datetime,
    form: str | None = None,
    summaries: Mapping[int, str] | None = None,
    extra: Mapping[int, Sequence[str]] | None = None,
    left_out: Mapping[int, Sequence[str]] | None = None,
    anew: bool = False,
) -> int:
    """Change the words of a draft, add to its items, or leave some out.

    Another form, or ``anew``, writes the summaries from the live state again. Raises UnknownForm,
    TooManyWords (of every sheet), NoSuchHandover and NotADraft.
    """
    handover = draft_of(handover_id, by=by)
    if form is not None and form not in set(Form):
        raise UnknownForm
    anew = anew or (form is not None and form != handover.form)
    if form is not None:
        handing.change(handover, form=form)
    sheets = handing.sheets_of(handover)
    if anew:
        _write_anew(handover, sheets, by=by, at=at)
    elif summaries:
        refuse_if(too_long({pk: summaries[pk] for pk in sheets if pk in summaries}))
        for pk, sheet in sheets.items():
            if pk in summaries:
                handing.change(sheet, summary=_words(pk, summaries[pk]))
    for pk, sheet in sheets.items():
        if extra is not None and pk in extra:
            handing.change(sheet, extra=_lines(extra[pk]))
        if left_out is not None and pk in left_out:
            handing.change(sheet, left_out=sorted(set(left_out[pk])))
    return handover_id


@transaction.atomic
def discard_handover(*, handover_id: int, by: Actor) -> None:
    """Forget a draft. Raises NoSuchHandover and NotADraft."""
    handing.discard(draft_of(handover_id, by=by))


def items_of(state: LiveState, sheet: HandoverSheet) -> tuple[Item, ...]:
    """Return what a sheet offers as things stand: without what is left out, with what was added."""
    left_out = set(sheet.left_out)
    added = (
        Item(part=f"note:{number}", says=says) for number, says in enumerate(sheet.extra, start=1)
    )
    return (*(item for item in items(state) if item.part not in left_out), *added)


def too_long(summaries: Mapping[int, str]) -> list[Problem]:
    """Return a problem for each summary with too many words."""
    return [
        problem
        for pk, text in summaries.items()
        if count_words(text) > LONGEST
        for problem in TooManyWords(ref_of(pk), text).errors
    ]


def written(state: LiveState, form: str, *, at: datetime) -> str:
    """Return the summary of this state on the centre's wall clock."""
    return summary(state, Form(form), at=at, zone=organisation.centre().zone)


def _sheet(handover: Handover, pk: int, *, by: Actor, at: datetime) -> HandoverSheet | None:
    """Return the sheet of one incident, or None when its giver has nothing in hand there."""
    try:
        found = room(by, pk)
    except NotFound:
        raise NoSuchIncident from None
    state = state_of(found, giver=by.person_id)
    if not state.roles and not state.tasks:
        return None
    return HandoverSheet(
        handover=handover,
        incident=found.incident,
        summary=written(state, handover.form, at=at),
        points=points(state),
        seen_version=found.incident.version,
    )


def _write_anew(
    handover: Handover, sheets: Mapping[int, HandoverSheet], *, by: Actor, at: datetime
) -> None:
    for pk, sheet in sheets.items():
        found = room(by, pk)
        state = state_of(found, giver=by.person_id)
        handing.change(
            sheet,
            summary=written(state, handover.form, at=at),
            points=points(state),
            seen_version=found.incident.version,
        )


def _words(pk: int, text: str) -> str:
    return fitting(f"summary_{ref_of(pk)}", text, most=LONGEST_SUMMARY)


def _lines(lines: Sequence[str]) -> list[str]:
    said = [" ".join(line.split()) for line in lines]
    kept = [fitting("extra", line, most=LONGEST_EXTRA) for line in said if line]
    if len(kept) > MOST_EXTRA:
        raise Refusal(Problem(field="extra", says=f"At most {MOST_EXTRA} things can be added."))
    return kept
