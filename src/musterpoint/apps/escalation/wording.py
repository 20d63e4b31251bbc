"""The words of an escalation: the subject, the few lines under it, the entry on the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation.recipients import Recipient
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.routing import Way

PURPOSE = "path"
SHORT = 160
_FEWEST = 20
_REASONS = 3
_WITHOUT_LINK = frozenset({Message.Channel.VOICE, Message.Channel.WEB_PUSH})


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call for an answer about one incident, for everybody who gets it."""

    incident: Incident
    at: datetime
    zone: str
    key: str
    urgency: int
    wakes: bool
    path_name: str
    everybody: Sequence[Recipient]
    next_at: datetime | None

    def letters(self, recipient: Recipient, ways: Sequence[Way]) -> list[Letter]:
        """Return what this recipient gets, one letter for each way."""
        return [self._letter(recipient, way) for way in ways]

    def _letter(self, recipient: Recipient, way: Way) -> Letter:
        on_page = way.channel == Message.Channel.IN_PRODUCT
        later = f"{way.channel}:{way.method_id}" if way.method_id else way.channel
        return Letter(
            key=f"path:{self.key}:{recipient.code}:{later}",
            stream=self.incident.stream,
            channel=way.channel,
            subject=self._subject,
            body=self._facts if on_page else self._body(recipient),
            short="" if on_page else self._short(recipient, way.channel),
            recipient_id=recipient.person_id,
            address=way.address,
            method_id=way.method_id,
            link=wording.page_of(self.incident.ref),
            urgency=self.urgency,
            purpose=PURPOSE,
            send_at=self.at + way.after if way.after else None,
            waits_because="sent if nobody has answered by then" if way.after else "",
            wakes=self.wakes,
        )

    def _short(self, recipient: Recipient, channel: str) -> str:
        """Return the few words that fit in a text message; read aloud, they hold no address."""
        link = "" if channel in _WITHOUT_LINK else self._answer_link(recipient)
        ending = f" Acknowledge: {link}" if link else " Please acknowledge."
        incident = self.incident
        head = f"{incident.priority} {incident.ref} "
        what = "A restricted incident" if incident.restricted else incident.summary
        words = " ".join(what.split()).rstrip(".")
        room = SHORT - len(head) - len(ending) - 1
        if room < _FEWEST:  # the address of this installation is long: the link goes
            ending, room = (
                " Please acknowledge.",
                SHORT - len(head) - len(" Please acknowledge.") - 1,
            )
        cut = words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
        return f"{head}{cut}.{ending}"

    @cached_property
    def _subject(self) -> str:
        incident = self.incident
        return wording.subject(
            priority=incident.priority,
            ref=incident.ref,
            summary=incident.summary,
            ending="please acknowledge",
            is_restricted=incident.restricted,
        )

    @cached_property
    def _facts(self) -> str:
        incident, zone = self.incident, self.zone
        what = "A restricted incident." if incident.restricted else incident.summary
        since = wording.instant(incident.began_at or incident.logged_at, zone=zone)
        began = "Since" if incident.began_at else "Logged"
        lines = [what, "", f"{began}: {since}", f"Priority: {incident.priority}"]
        if not incident.restricted:
            lines += [f"  because {each['says']}" for each in incident.because[:_REASONS]]
        if incident.next_due_at is not None:
            due = wording.clock_time(incident.next_due_at, now=self.at, zone=zone)
            kind = incident.next_due_kind.replace("_", " ")
            lines.append(f"Due next: {kind} by {due}")
        lines.append(f"Told now: {named(self.everybody)}")
        if self.next_at is not None:
            then = wording.clock_time(self.next_at, now=self.at, zone=zone)
            lines.append(f"If nobody answers, “{self.path_name}” goes on at {then}.")
        return "\n".join(lines)

    def _body(self, recipient: Recipient) -> str:
        role = recipient.role.replace("_", " ")
        room = wording.address_of(wording.page_of(self.incident.ref))
        lines = [self._facts, "", f"You are told as: {role}"]
        if recipient.why:
            lines.append(f"You are called because: {recipient.why}")
        link = self._answer_link(recipient)
        if link:
            lines.append(f"Acknowledge or decline: {link}")
        lines.append(f"Open the incident: {room}")
        return "\n".join(lines)

    def _answer_link(self, recipient: Recipient) -> str:
        """Return the link by which this person answers; nobody else has one."""
        if recipient.person_id is None or recipient.is_shadow:
            return ""
        token = answer_links.make(
            incident_id=self.incident.pk, person_id=recipient.person_id, at=self.at
        )
        return answer_links.address(token)


def named(recipients: Iterable[Recipient]) -> str:
    """Return names with what each is told as: ``Ann Smith (duty manager), …``."""
    return ", ".join(f"{r.name} ({r.role.replace('_', ' ')})" for r in recipients)
