"""Publish a draft that everybody named in it has agreed to: exactly the text that was signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import agreement, drafts, yaml_text
from musterpoint.apps.policies import operations as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import TextChanged
from musterpoint.usecases.publish_policy import Published, publish_text


@transaction.atomic
def publish_draft(
    *,
    draft_id: int,
    by: Actor,
    at: datetime,
    note: str = "",
    in_force_from: datetime | None = None,
) -> Published:
    """Publish an approved draft as the next version, in force at once or from ``in_force_from``.

    Raises NotAllowed, NoSuchDraft, WrongStage, StillMissing, TextChanged, and what publishing a
    text raises.
    """
    by.must(Action.PUBLISH_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at, checked=True)
    now.move(DraftState.PUBLISHED)
    text = yaml_text.write(drafts.tree(draft_id))  # from the clauses, not from memory
    request = agreement.approvals(draft_id)[-1]
    if policies.digest_of(text) != request.digest:
        raise TextChanged
    now.record.set(request, ended_at=at)
    now.record.enter("draft_published")
    return publish_text(
        text=text, note=note, in_force_from=in_force_from, draft_id=draft_id, by=by, at=at
    )
