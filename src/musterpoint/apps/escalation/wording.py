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

PURPOSE = "path"
_REASONS = 3


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call for an answer about one incident, for everybody who gets it."""

    incident: Incident
    at: datetime
    zone: str
    key: str
    urgency: int
    path_name: str
    everybody: Sequence[Recipient]
    next_at: datetime | None

    def letters(self, recipient: Recipient) -> list[Letter]:
        """Return what this recipient gets: on the page and by e-mail, or by e-mail only."""
        body = self._body(recipient)
        letters = [self._letter(recipient, Message.Channel.EMAIL, body)]
        if recipient.person_id is not None:
            letters.append(self._letter(recipient, Message.Channel.IN_PRODUCT, self._facts))
        return letters

    def _letter(self, recipient: Recipient, channel: str, body: str) -> Letter:
        return Letter(
            key=f"path:{self.key}:{recipient.code}:{channel}",
            stream=self.incident.stream,
            channel=channel,
            subject=self._subject,
            body=body,
            recipient_id=recipient.person_id,
            address=recipient.address,
            link=wording.page_of(self.incident.ref),
            urgency=self.urgency,
            purpose=PURPOSE,
        )

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
        if recipient.person_id is not None:
            token = answer_links.make(
                incident_id=self.incident.pk, person_id=recipient.person_id, at=self.at
            )
            lines.append(f"Acknowledge: {answer_links.address(token)}")
        lines.append(f"Open the incident: {room}")
        return "\n".join(lines)


def named(recipients: Iterable[Recipient]) -> str:
    """Return names with what each is told as: ``Ann Smith (duty manager), …``."""
    return ", ".join(f"{r.name} ({r.role.replace('_', ' ')})" for r in recipients)
