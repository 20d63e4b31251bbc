"""Write drafts: the rows of their clauses, what each was before, and the entry that says so.

Everything here happens under the lock of the draft. ``begin`` and ``lock`` give the Record that
collects it; nothing is in the ledger before ``enter``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.policies import drafts, yaml_text
from musterpoint.apps.policies.models import ClauseEdit, DraftClause, StrategyDraft
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.policy.findings import errors
from musterpoint.domain.policy.pieces import Piece, key_of
from musterpoint.domain.policy.tree import Plain

TOPIC = "drafts"
GAP = 1 << 20
"""How far apart clauses stand at first, so that one can come between without moving the others."""
CLAUSE = "clause:"
_OF_THE_DRAFT = ("title", "state", "note", "based_on")


def lock(pk: int) -> StrategyDraft:
    """Lock a draft until the transaction ends, or raise NoSuchDraft."""
    found = StrategyDraft.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise drafts.NoSuchDraft(pk)
    return found


class Record:
    """What happens to one draft in this transaction."""

    def __init__(self, draft: StrategyDraft, *, person_id: int | None, actor: str, at: datetime):
        self.draft = draft
        self.at = at
        self.actor = actor
        self._person_id = person_id
        self._changes: list[dict[str, Any]] = []

    @classmethod
    def begin(
        cls,
        *,
        title: str,
        based_on_id: int | None,
        note: str,
        person_id: int | None,
        actor: str,
        at: datetime,
    ) -> Record:
        """Make an empty draft and return the record of it."""
        draft = StrategyDraft.objects.create(
            title=title[:200],
            based_on_id=based_on_id,
            note=note,
            created_at=at,
            created_by_id=person_id,
            changed_at=at,
            changed_by_id=person_id,
        )
        record = cls(draft, person_id=person_id, actor=actor, at=at)
        for name in _OF_THE_DRAFT:
            record._say("draft", name, None, _plain(draft, name))
        return record

    def fill(self, pieces: Iterable[Piece]) -> None:
        """Write the clauses of a draft that has none."""
        rows = [
            self._row(piece.path, drafts.value_text(piece.value), position=place * GAP)
            for place, piece in enumerate(pieces, start=1)
        ]
        DraftClause.objects.bulk_create(rows)
        for row in rows:
            self._say_all(row, was=False)

    def put(self, row: DraftClause, value: Plain, *, why: str = "") -> None:
        """Give a clause another value and the next revision."""
        old, new = row.value, drafts.value_text(value)
        self._say(f"{CLAUSE}{row.path}", "value", old, new)
        row.value, row.revision = new, row.revision + 1
        row.edited_at, row.edited_by_id = self.at, self._person_id
        row.save(update_fields=["value", "revision", "edited_at", "edited_by_id"])
        self._keep(row.path, row.revision, old=old, new=new, why=why)

    def add(self, path: str, value: Plain, *, position: int, why: str = "") -> DraftClause:
        """Add a clause at a free position."""
        row = self._row(path, drafts.value_text(value), position=position)
        row.revision = self._last_revision(path) + 1
        row.save(force_insert=True)
        self._say_all(row, was=False)
        self._keep(path, row.revision, old="", new=row.value, why=why)
        return row

    def remove(self, row: DraftClause, *, why: str = "") -> None:
        """Take a clause out of the draft; what it held stays in its history."""
        self._say_all(row, was=True)
        self._keep(row.path, row.revision + 1, old=row.value, new="", why=why)
        row.delete()

    def move(self, row: DraftClause, *, position: int) -> None:
        """Put a clause at another position."""
        self._say(f"{CLAUSE}{row.path}", "position", row.position, position)
        row.position = position
        row.save(update_fields=["position"])

    def set(self, **values: Any) -> None:
        """Set fields of the draft itself (a foreign key by ``name_id``)."""
        before = {name: _plain(self.draft, name) for name in _OF_THE_DRAFT}
        for name, value in values.items():
            setattr(self.draft, name, value)
        self.draft.save(update_fields=sorted(values))
        for name, old in before.items():
            if (new := _plain(self.draft, name)) != old:
                self._say("draft", name, old, new)

    def enter(self, kind: str, *, says: str = "") -> None:
        """Count the findings anew and append one entry with all that was written."""
        text = yaml_text.write(drafts.tree(self.draft.pk))
        found = yaml_text.examine(text).findings
        wrong = len(errors(found))
        self.set(
            digest=drafts.remember(text),
            errors=wrong,
            warnings=len(found) - wrong,
            changed_at=self.at,
            changed_by_id=self._person_id,
        )
        data: dict[str, Any] = {"changes": self._changes}
        if says:
            data["says"] = says
        entry = ledger.Draft(kind=kind, at=self.at, actor=self.actor, data=data)
        ledger.append(stream=self.draft.stream, drafts=[entry], recorded_at=self.at)
        timers.announce({TOPIC, self.draft.stream})
        self._changes = []

    def _row(self, path: str, value: str, *, position: int) -> DraftClause:
        return DraftClause(
            draft=self.draft,
            path=path,
            position=position,
            value=value,
            edited_at=self.at,
            edited_by_id=self._person_id,
        )

    def _keep(self, path: str, revision: int, *, old: str, new: str, why: str) -> None:
        ClauseEdit.objects.create(
            draft=self.draft,
            path=path,
            revision=revision,
            old=old,
            new=new,
            at=self.at,
            by_id=self._person_id,
            why=why,
        )

    def _last_revision(self, path: str) -> int:
        """Return how far a clause of this name came that was removed before; 0 for a new name."""
        known = ClauseEdit.objects.filter(draft=self.draft, path=path).order_by("-id")
        return known.values_list("revision", flat=True).first() or 0

    def _say_all(self, row: DraftClause, *, was: bool) -> None:
        for name in ("value", "position"):
            value = getattr(row, name)
            old, new = (value, None) if was else (None, value)
            self._say(f"{CLAUSE}{row.path}", name, old, new)

    def _say(self, of: str, name: str, old: Any, new: Any) -> None:
        if old != new:
            self._changes.append({"of": of, "field": name, "old": old, "new": new})


def as_recorded(pk: int) -> dict[str, dict[str, Any]] | None:
    """Return the draft and its clauses as the ledger must add up to them; None: no such draft."""
    row = StrategyDraft.objects.filter(pk=pk).first()
    if row is None:
        return None
    found = {"draft": {name: _plain(row, name) for name in _OF_THE_DRAFT}}
    for clause in DraftClause.objects.filter(draft_id=pk):
        found[f"{CLAUSE}{clause.path}"] = {"value": clause.value, "position": clause.position}
    return {
        of: {name: value for name, value in fields.items() if value is not None}
        for of, fields in found.items()
    }


def free_position(rows: Iterable[DraftClause], key: str) -> int:
    """Return where one more entry of ``key`` goes: behind its last one, else at the very end."""
    ordered = sorted(rows, key=lambda row: row.position)
    own = [place for place, row in enumerate(ordered) if key_of(row.path) == key]
    if own:
        last = ordered[own[-1]].position
        behind = ordered[own[-1] + 1].position if own[-1] + 1 < len(ordered) else last + 2 * GAP
        if behind - last > 1:
            return last + 1
    return (ordered[-1].position if ordered else 0) + GAP


def _plain(row: StrategyDraft, name: str) -> Any:
    if name == "based_on":
        return None if row.based_on is None else f"policy:{row.based_on.number}"
    value = getattr(row, name)
    return None if value == "" else str(value)
