"""What the use cases of working an incident share: who may, whether it is over, whom to tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.incidents.queries import visible_to, visible_to_actor
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries as outbox
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of, page_of
from musterpoint.domain.authority import MAY, Action, Actor, NotAllowed
from musterpoint.domain.states import Status
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, needs_words

VEILED = "This incident was restricted after you were told of it. Ask an incident manager."
OVER = frozenset({Status.CLOSED, Status.WITHDRAWN})


class IncidentIsOver(Conflict):
    """The incident is closed or withdrawn, and this belongs to one that is worked."""

    def __init__(self, status: str) -> None:
        says = f"This incident is {status}. Reopen or restore it first."
        super().__init__(Problem(field="status", says=says))


class OnlyAPerson(Refusal):
    """The product itself cannot do this; it takes somebody with a name."""

    def __init__(self) -> None:
        super().__init__(Problem(field="by", says="Only a signed-in person can do this."))


class TooLong(Refusal):
    """The text does not fit where it is kept."""

    def __init__(self, field: str, *, length: int, most: int) -> None:
        says = f"This has {length} characters; {most} fit here."
        super().__init__(Problem(field=field, says=says))


def begin(incident_id: int, *, by: Actor, at: datetime, seen_version: int | None = None) -> Record:
    """Lock the incident and return the record of what happens to it.

    Raises NoSuchIncident or StaleVersion.
    """
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    return Record(incident, at=at, actor=by.key)


def begin_both(
    incident_id: int, other_id: int, *, by: Actor, at: datetime, seen_version: int | None = None
) -> tuple[Record, Record]:
    """Lock two incidents in order of id, so that nobody waits for each other, and return both.

    ``seen_version`` is of the first. Raises NoSuchIncident or StaleVersion.
    """
    seen = {incident_id: seen_version}
    records = {
        each: begin(each, by=by, at=at, seen_version=seen.get(each))
        for each in sorted((incident_id, other_id))
    }
    return records[incident_id], records[other_id]


def begin_work_on(
    incident_id: int, *, by: Actor, at: datetime, seen_version: int | None = None
) -> Record:
    """Like ``begin``, for whoever may work incidents or holds a role on this one.

    Also raises NotAllowed, and IncidentIsOver when it is closed or withdrawn.
    """
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    may_work = by.is_system or not MAY[Action.WORK].isdisjoint(by.roles)
    if not may_work and not parts.held_by(record, by.person_id):
        raise NotAllowed(Action.WORK)
    require_worked(record)
    return record


def require_worked(record: Record) -> None:
    """Raise IncidentIsOver when the incident is closed or withdrawn."""
    if record.incident.status in OVER:
        raise IncidentIsOver(record.incident.status)


def person_of(by: Actor) -> int:
    """Return the id of the person who acts, or raise OnlyAPerson."""
    if by.person_id is None:
        raise OnlyAPerson
    return by.person_id


def words(field: str, text: str, *, says: str, most: int) -> str:
    """Return trimmed ``text``; refuse an empty one with ``says``, and raise TooLong."""
    return fitting(field, needs_words(field, text, says), most=most)


def fitting(field: str, text: str, *, most: int) -> str:
    """Return trimmed ``text``, which may be empty, or raise TooLong."""
    trimmed = text.strip()
    if len(trimmed) > most:
        raise TooLong(field, length=len(trimmed), most=most)
    return trimmed


def tell(
    record: Record,
    people: Iterable[int],
    *,
    purpose: str,
    subject: str,
    body: str,
    but: Collection[int | None] = (),
) -> list[int]:
    """Tell people in the product, each once, except those in ``but``; return who was told.

    Nobody is told about a restricted incident who may not see it.
    """
    incident = record.incident
    recipients = [person for person in dict.fromkeys(people) if person not in but]
    if incident.restricted:
        recipients = who_see(incident.pk, recipients)
    record.tell(
        Letter(
            key=f"{purpose}:{incident.pk}:{incident.version + 1}:{person}",
            stream=incident.stream,
            channel="in_product",
            subject=f"{incident.ref}: {subject}",
            body=body,
            recipient_id=person,
            link=page_of(incident.ref),
            purpose=purpose,
        )
        for person in recipients
    )
    return recipients


def tell_logger(record: Record, *, by: Actor, purpose: str, subject: str, body: str) -> None:
    """Tell whoever logged the incident, unless they did this themselves or have left."""
    logger = record.incident.logged_by_id
    if logger is None or logger == by.person_id:
        return
    people = [logger] if record.incident.restricted else list(accounts.active([logger]))
    tell(record, people, purpose=purpose, subject=subject, body=body)


def veil_messages(record: Record) -> None:
    """Take the words about a restricted incident from everybody who may not see it any more.

    Comes after ``record.keep``. What was sent by e-mail before cannot be taken back.
    """
    incident = record.incident
    told = outbox.recipients_of(incident.stream)
    notifications.veil(
        incident.stream,
        readers=who_see(incident.pk, told),
        subject=f"{incident.ref}: a restricted incident",
        body=f"{VEILED}\n{address_of(page_of(incident.ref))}",
    )


def who_see(incident_id: int, people: list[int]) -> list[int]:
    """Return those of these people who may see the incident, in the same order."""
    known = accounts.active(people)
    return [
        person
        for person in people
        if person in known and visible_to(known[person]).filter(pk=incident_id).exists()
    ]
