"""Write what happens to a draft or a version on its way into force: rows, and the entry for them.

The ledger names people by number, an outside person by their invitation; what they said it knows
by digest, so that the words can be erased on request and nothing else can change unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.policies.models import (
    Acknowledgement,
    AgreedVersion,
    Answer,
    ApprovalRequest,
    Consultation,
    Contribution,
    DutyConfirmation,
    Invitation,
    ReviewDate,
    Signature,
    StrategyDraft,
    StrategyVersion,
)
from musterpoint.apps.policies.operations import digest_of
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant

TOPIC = "drafts"
_LABELS: dict[type[Model], str] = {
    Consultation: "consultation",
    Invitation: "invitation",
    Contribution: "contribution",
    Answer: "answer",
    ApprovalRequest: "approval",
    Signature: "signature",
    AgreedVersion: "agreed",
    Acknowledgement: "reading",
    ReviewDate: "review_date",
    DutyConfirmation: "confirmed",
}
_UNTRACKED: dict[type[Model], frozenset[str]] = {
    Consultation: frozenset({"id", "draft"}),
    Invitation: frozenset({"id", "consultation", "name", "email", "nonce"}),
    Contribution: frozenset({"id", "consultation"}),
    Answer: frozenset({"id"}),
    ApprovalRequest: frozenset({"id", "draft"}),
    Signature: frozenset({"id", "draft"}),
    AgreedVersion: frozenset({"id", "version"}),
    Acknowledgement: frozenset({"id", "version"}),
    ReviewDate: frozenset({"id", "version"}),
    DutyConfirmation: frozenset({"id", "version"}),
}
_BY_DIGEST = {(Contribution, "says"), (Contribution, "spoke_with")}


def label_of(row: Model) -> str:
    """Return under which name the ledger speaks of a row, such as ``signature:7``."""
    return f"{_LABELS[type(row)]}:{row.pk}"


class Record:
    """What happens on one stream in this transaction: ``add`` and ``set``, then ``enter``."""

    def __init__(self, stream: str, *, actor: str, at: datetime) -> None:
        self.stream = stream
        self.actor = actor
        self.at = at
        self._changes: list[dict[str, Any]] = []

    def add(self, row: Model) -> None:
        """Write a new row."""
        row.save(force_insert=True)
        for name, value in as_recorded(row).items():
            self._change(label_of(row), name, None, value)

    def set(self, row: Model, **values: Any) -> None:
        """Set fields of a row that is locked (a foreign key by ``name_id``)."""
        before = as_recorded(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=sorted(values))
        after = as_recorded(row)
        for name in dict.fromkeys((*before, *after)):
            self._change(label_of(row), name, before.get(name), after.get(name))

    def move(self, draft: StrategyDraft, *, to: str) -> None:
        """Put a locked draft into another state."""
        self._change("draft", "state", str(draft.state), str(to))
        draft.state = str(to)
        draft.changed_at = self.at
        draft.save(update_fields=["state", "changed_at"])

    def say(self, of: str, name: str, old: Any, new: Any) -> None:
        """Say what changed of something that is written elsewhere."""
        self._change(of, name, old, new)

    def enter(self, kind: str, *, says: str = "") -> None:
        """Append one entry with all that was written; nothing when nothing was."""
        if not self._changes:
            return
        data: dict[str, Any] = {"changes": self._changes}
        if says:
            data["says"] = says
        draft = ledger.Draft(kind=kind, at=self.at, actor=self.actor, data=data)
        ledger.append(stream=self.stream, drafts=[draft], recorded_at=self.at)
        timers.announce({TOPIC, self.stream}, work=True)
        self._changes = []

    def _change(self, of: str, name: str, old: Any, new: Any) -> None:
        if old != new:
            self._changes.append({"of": of, "field": name, "old": old, "new": new})


def as_recorded(row: Model) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: tracked fields that are not empty."""
    return dict(_recorded(row))


def rows_of_draft(pk: int) -> dict[str, dict[str, Any]]:
    """Return everything about the agreement of a draft as its ledger must add up to it."""
    of_round = {"consultation__draft": pk}
    found: list[Model] = [
        *Consultation.objects.filter(draft=pk),
        *Invitation.objects.filter(**of_round),
        *Contribution.objects.filter(**of_round),
        *Answer.objects.filter(contribution__consultation__draft=pk),
        *ApprovalRequest.objects.filter(draft=pk),
        *Signature.objects.filter(draft=pk),
    ]
    return {label_of(row): as_recorded(row) for row in found}


def version_as_recorded(row: StrategyVersion) -> dict[str, Any]:
    """Return a version as its ledger must add up to it; its text is known by its digest."""
    values = {
        "number": row.number,
        "title": row.title,
        "digest": digest_of(row.text),
        "in_force_from": row.in_force_from and instant(row.in_force_from),
        "note": row.note,
    }
    return {name: value for name, value in values.items() if value}


def rows_of_version(number: int) -> dict[str, dict[str, Any]] | None:
    """Return a version and what hangs on it as its ledger must add up to it; None: no version."""
    version = StrategyVersion.objects.filter(number=number).first()
    if version is None:
        return None
    of_version = {"version": version}
    found: list[Model] = [
        *AgreedVersion.objects.filter(**of_version),
        *Acknowledgement.objects.filter(**of_version),
        *ReviewDate.objects.filter(**of_version),
        *DutyConfirmation.objects.filter(**of_version),
    ]
    rows = {label_of(row): as_recorded(row) for row in found}
    return {"policy": version_as_recorded(version)} | rows


def _recorded(row: Model) -> Iterator[tuple[str, Any]]:
    kind = type(row)
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in _UNTRACKED[kind] or value in (None, "", [], {}):
            continue
        if (kind, field.name) in _BY_DIGEST:
            yield field.name, f"sha256:{digest_of(value)}"
        else:
            yield field.name, _plain(field, value)


def _plain(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, ForeignKey):
        named = field.related_model
        label = "person" if named is Person else "draft" if named is StrategyDraft else ""
        return f"{label or _LABELS[named]}:{value}"
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list) else value
