"""Hand out all that is kept about a person: as JSON and as a text, in a file under their own key.

A worker makes the file. It is sealed like the values in it, opens only for whoever keeps the
vault, and ends with the key, with the next erasure, or after a week.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs import queries as job_queries
from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.vault import queries as vault
from musterpoint.apps.vault.models import Item, Subject
from musterpoint.apps.vault.operations import erasing, reading
from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.vault.exporting import (
    Erased,
    Happening,
    KeptValue,
    Mention,
    PersonExport,
    as_json,
    as_text,
)
from musterpoint.domain.vault.kinds import is_special, kind_of
from musterpoint.domain.vault.tokens import tokens_in
from musterpoint.usecases import vault_record
from musterpoint.usecases.erase_expired import due_instants, rules_at
from musterpoint.usecases.hold_legally import present
from musterpoint.usecases.read_value import CannotBeOpened
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import person_of, words

WHY = "Say who asked for it, and how you know that it is them."
HAPPENED = {
    "value_kept": "kept",
    "value_placed": "used in one more place",
    "value_read": "read by a member of staff",
    "person_found": "looked up by a member of staff",
    "value_expired": "erased because its time was up",
    "people_joined": "two records were found to be one person's",
    "export_asked": "put together to be handed out",
    "export_taken": "handed out",
}


class NoFile(Conflict):
    """The file is not made yet, or is gone: after a week, or with an erasure."""

    def __init__(self) -> None:
        says = "There is no file any more. Ask for a new one."
        super().__init__(Problem(field="export", says=says))


@transaction.atomic
def ask_export(*, ref: str, reason: str, by: Actor, at: datetime) -> Job:
    """Have everything about a person put into a file.

    Raises NotAllowed, NoSuchPerson, GoneAlready, and Refusal without a reason.
    """
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says=WHY, most=500)
    person_of(by)
    subject = _for(ref, by=by)
    vault_record.enter("export_asked", of=subject.stream, by=by, at=at, reason=why)
    asked = {"person": ref}
    return jobs.ask(kind=JobKind.PERSON_EXPORT, arguments=asked, person_id=by.person_id, at=at)


def export_job(work: JobAtWork) -> None:
    """Make the file that was asked for."""
    with transaction.atomic():
        subject = vault.person(work.arguments["person"])
        try:
            made = made_of(subject, at=work.now())
            sealed = reading.seal_for(subject, _packed(made), as_=_name(subject, work.job_id))
        except (CannotOpen, NoMasterKey) as trouble:
            raise JobFailed(str(trouble)) from trouble
        work.finish({"values": len(made.values)}, blob=sealed)


@transaction.atomic
def take_export(*, ref: str, job_id: int, by: Actor, at: datetime) -> bytes:
    """Return the file, a zip, and record that it was taken.

    Raises NotAllowed, NoSuchPerson, GoneAlready, NoFile and CannotBeOpened.
    """
    by.must(Action.KEEP_VAULT)
    person_of(by)
    subject = _for(ref, by=by)
    try:
        job = job_queries.get(job_id, for_=by)
        sealed = job_queries.material_of(job_id, for_=by)
    except job_queries.NoSuchJob as refusal:
        raise NoFile from refusal
    if job.kind != JobKind.PERSON_EXPORT or job.arguments.get("person") != ref:
        raise NoFile
    try:
        opened = reading.open_for(subject, sealed, as_=_name(subject, job_id))
    except (CannotOpen, NoMasterKey) as trouble:
        raise CannotBeOpened from trouble
    vault_record.enter("export_taken", of=subject.stream, by=by, at=at)
    return opened


def _for(ref: str, *, by: Actor) -> Subject:
    """Return a person all of whose values this actor may read."""
    subject = present(ref)
    if any(is_special(item.kind) for item in vault.items_of(subject) if item.erased_at is None):
        by.must(Action.READ_SPECIAL)
    return subject


def made_of(subject: Subject, *, at: datetime) -> PersonExport:
    """Return all that is kept about a person at ``at``. Raises CannotOpen."""
    items = list(subject.items.order_by("pk"))
    places = vault.places_of(items)
    values = reading.values_of(subject, items)
    due = due_instants(items, rules_at(at))
    return PersonExport(
        person=subject.ref,
        centre=organisation.centre().name,
        made_at=at,
        values=[
            KeptValue(
                token=item.token,
                label=kind_of(item.kind).label,
                value=values[item.token],
                kept_at=item.kept_at,
                keep_until=due[item.pk],
                stands_in=[where(stream) for stream in places[item.pk]],
            )
            for item in items
            if item.token in values
        ],
        erased=[_erased(item) for item in items if item.erased_at is not None],
        happened=[
            Happening(at=one.at, what=HAPPENED[one.kind], reason=str(one.data.get("reason", "")))
            for one in ledger.entries(subject.stream)
            if one.kind in HAPPENED
        ],
        mentions=_mentions(items, sorted({one for each in places.values() for one in each})),
        is_held=erasing.is_held(subject),
    )


def where(stream: str) -> str:
    """Return what a stream is called by people."""
    kind, _colon, number = stream.partition(":")
    if kind == "incident" and number.isdecimal():
        return ref_of(int(number))
    if kind == "complaint" and number.isdecimal():
        return f"CMP-{int(number):06d}"
    return stream.replace("_", " ")


def _erased(item: Item) -> Erased:
    assert item.erased_at is not None
    return Erased(
        token=item.token,
        label=kind_of(item.kind).label,
        erased_at=item.erased_at,
        because=item.erased_because,
    )


def _mentions(items: Sequence[Item], streams: Sequence[str]) -> list[Mention]:
    tokens = {item.token for item in items}
    return [
        Mention(at=entry.at, where=where(entry.stream), says=text)
        for entry in ledger.mentioning(tokens, streams=streams)
        for text in _texts(entry.data)
        if not tokens.isdisjoint(tokens_in(text))
    ]


def _texts(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return list(dict.fromkeys(text for each in inner for text in _texts(each)))


def _packed(made: PersonExport) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("person.json", json.dumps(as_json(made), indent=2, ensure_ascii=False))
        pack.writestr("person.txt", as_text(made))
    return file.getvalue()


def _name(subject: Subject, job_id: int) -> str:
    return f"export {job_id} of {subject.ref}"
